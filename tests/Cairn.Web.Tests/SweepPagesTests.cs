using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>A sweep made in the page, worked on by an agent over W&amp;B's wire, and looked at; then a report of it.</summary>
public sealed class SweepPagesTests(Chromium browser)
{
    private const int Hang = 300_000;
    private const int Trials = 12;

    static SweepPagesTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task A_sweep_is_made_worked_on_marked_and_reported()
    {
        Installation.RequireWeb();
        using var data = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        await server.Api.PostAsync("/projects", new { team = "local", name = "search" });
        await using var page = await browser.OpenAsync($"{server.Url}/local/search/sweeps");
        await Expect(page.Page.GetByText($"WANDB_BASE_URL={server.Url}")).ToBeVisibleAsync();

        // Make it.
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New sweep" }).ClickAsync();
        var text = page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox);
        await text.FillAsync("method: nothing\nparameters: {x: {value: 1}}");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make the sweep" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Use grid, random, bayes or custom");
        await text.FillAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"name: valley\nmethod: random\nmetric: {{name: loss, goal: minimize}}\nrun_cap: {Trials}\nparameters:\n  x: {{min: 0.0, max: 1.0}}\n  y: {{min: 0.0, max: 1.0}}\n"));
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Make the sweep" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "valley" })).ToBeVisibleAsync();
        var uid = new Uri(page.Page.Url).Segments[^1];
        await Expect(page.Page.GetByText($"wandb agent local/search/{uid}")).ToBeVisibleAsync();

        // An agent does the trials; the last one fails.
        await WorkAsync(server.Url, "search", uid);
        await Expect(page.Page.GetByTestId("trial")).ToHaveCountAsync(Trials);
        await Expect(page.Page.GetByTestId("best-so-far")).ToHaveAttributeAsync("data-points", $"{Trials}");
        await Expect(page.Page.GetByTestId("importance").Locator("tbody tr")).ToHaveCountAsync(2);
        var parallel = page.Page.GetByTestId("parallel");
        await Expect(parallel).ToHaveAttributeAsync("data-lines", $"{Trials}");

        // Marking the lower half of an axis keeps its trials in the table.
        var axis = (await page.Page.Locator("[data-axis='config.x']").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(axis.X + axis.Width / 2, axis.Y + axis.Height - 2);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(axis.X + axis.Width / 2, axis.Y + axis.Height * 0.55f);
        await page.Page.Mouse.MoveAsync(axis.X + axis.Width / 2, axis.Y + axis.Height / 2);
        await page.Page.Mouse.UpAsync();
        await Expect(page.Page.GetByText("marked", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("trial")).Not.ToHaveCountAsync(Trials);
        var marked = await page.Page.GetByTestId("trial").Locator("td:nth-child(5)").AllTextContentsAsync();
        var settings = (await server.Api.GetAsync($"/projects/local/search/sweeps/{uid}")).GetProperty("trials").EnumerateArray()
            .Select(trial => trial.GetProperty("values").GetProperty("x").GetDouble()).ToList();
        var middle = (settings.Min() + settings.Max()) / 2;
        Assert.All(marked, value => Assert.True(double.Parse(value, CultureInfo.InvariantCulture) <= middle + 0.03, $"{value} is beyond {middle}"));
        Assert.NotEmpty(marked);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Clear marks" }).ClickAsync();
        await Expect(page.Page.GetByTestId("trial")).ToHaveCountAsync(Trials);

        // The failed trial goes back into the queue.
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Re-queue the failed one" }).ClickAsync();
        await Expect(page.Page.GetByTestId("trial").Filter(new() { HasText = "queued" })).ToHaveCountAsync(1);
        Assert.DoesNotContain(page.Problems, problem => !problem.Contains("400", StringComparison.Ordinal));

        // A report of it.
        await page.Page.GotoAsync($"{server.Url}/local/search/reports");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "New report" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("What x does");
        await page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Markdown of the report" }).FillAsync(
            "A **valley**, <script>window.broken = true</script> and\n\n```cairn\n{\"type\":\"scatter\",\"x\":\"config.x\",\"y\":\"metrics.loss\"}\n```\n");
        await Expect(page.Page.GetByTestId("scatter")).ToHaveAttributeAsync("data-points", $"{Trials}");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "What x does" })).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("scatter")).ToHaveAttributeAsync("data-points", $"{Trials}");
        Assert.Matches("/reports/What-x-does--[0-9]+$", page.Page.Url);
        Assert.False(await page.Page.EvaluateAsync<bool>("() => window.broken === true"));
    }

    private static async Task WorkAsync(string url, string project, string sweep)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("api:0000000000000000000000000000000000000000"u8));
        async Task<JsonElement> GraphAsync(string query, object variables)
        {
            using var response = await http.PostAsJsonAsync("/graphql", new { query, variables });
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("data");
        }

        var agent = (await GraphAsync(
            "mutation A($s: String!, $p: String) { createAgent(input: {host: \"here\", sweep: $s, projectName: $p, entityName: \"local\"}) { agent { id } } }",
            new { s = sweep, p = project })).GetProperty("createAgent").GetProperty("agent").GetProperty("id").GetString();
        for (var trial = 0; trial < Trials; trial++)
        {
            var beat = await GraphAsync(
                "mutation B($id: ID!) { agentHeartbeat(input: {id: $id, metrics: \"{}\", runState: \"{}\"}) { commands } }", new { id = agent });
            var command = JsonElement.Parse(beat.GetProperty("agentHeartbeat").GetProperty("commands").GetString()!)[0];
            var (run, args) = (command.GetProperty("run_id").GetString(), command.GetProperty("args"));
            var (x, y) = (args.GetProperty("x").GetProperty("value").GetDouble(), args.GetProperty("y").GetProperty("value").GetDouble());
            var loss = (x - 0.3) * (x - 0.3) + 0.01 * y;
            using var stream = await http.PostAsJsonAsync($"/files/local/{project}/{run}/file_stream", new Dictionary<string, object>
            {
                ["files"] = new Dictionary<string, object>
                {
                    ["wandb-history.jsonl"] = new { offset = 0, content = new[] { string.Create(CultureInfo.InvariantCulture, $$"""{"_step":0,"loss":{{loss}}}""") } },
                },
                ["complete"] = true,
                ["exitcode"] = trial == Trials - 1 ? 1 : 0,
            });
            stream.EnsureSuccessStatusCode();
        }
    }
}
