using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>Saved views of a project, panels by themselves, and addresses of other tools' pages.</summary>
public sealed class SavedViewTests(GeneratedProjects projects, Chromium browser) : IClassFixture<GeneratedProjects>
{
    private const int Hang = 300_000;
    private const string Loss = "train/loss";
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);
    private static readonly string SeedsPath = "/" + GeneratedProjects.Seeds;

    static SavedViewTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task A_view_is_saved_renamed_shared_made_the_project_s_own_and_changed_back()
    {
        await using var page = await OpenAsync($"{SeedsPath}?p={Loss}&log=1&s=0.5");
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        await page.Page.GetByTitle("Saved views").ClickAsync();
        await page.Page.GetByLabel("Name of a new view").FillAsync("Smooth loss");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**/seeds?view=*");
        await Expect(page.Page.Locator("[data-testid=chart]")).ToHaveCountAsync(1);

        await page.Page.GetByLabel("Rename Smooth loss").ClickAsync();
        await page.Page.GetByLabel("New name of Smooth loss").FillAsync("Loss alone");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByLabel("Rename Loss alone")).ToBeVisibleAsync();
        var shared = page.Page.Url;

        // Whoever gets the address sees the same, and what the page is.
        await using (var other = await OpenAsync(new Uri(shared).PathAndQuery))
        {
            await other.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
            await Expect(other.Page.GetByTitle("Saved views")).ToContainTextAsync("Loss alone");
            await Expect(other.Page.Locator("[data-testid=chart]")).ToHaveCountAsync(1);
            Assert.Empty(other.Problems);
        }

        await page.Page.GetByLabel("Open the project with this view").ClickAsync();
        await Expect(page.Page.GetByLabel("Do not open the project with this view")).ToBeVisibleAsync();
        await using (var plain = await OpenAsync(SeedsPath))
        {
            await plain.Page.WaitForURLAsync("**/seeds?view=*");
            await Expect(plain.Page.Locator("[data-testid=chart]")).ToHaveCountAsync(1);
            Assert.Empty(plain.Problems);
        }

        // A change stands in the address on top of the view; undo takes it back.
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Locator("[data-testid=run-row]").First.HoverAsync();
        await page.Page.Keyboard.PressAsync("l");
        await page.Page.WaitForURLAsync("**log=*");
        await page.Page.Keyboard.PressAsync("Control+z");
        await page.Page.WaitForURLAsync(url => !url.Contains("log=", StringComparison.Ordinal));
        Assert.Equal(shared, page.Page.Url);
        Assert.Empty(page.Problems);
        await page.Page.GetByTitle("Saved views").ClickAsync();
        await page.Page.GetByLabel("Delete Loss alone").ClickAsync();
        await Expect(page.Page.GetByText("No view is saved here yet.")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task A_panel_stands_alone_at_an_address_of_its_own_with_its_groups_and_their_runs()
    {
        await using var page = await OpenAsync($"{SeedsPath}/panel?full={Loss}&g=config.lr&each=1&view=0");
        var chart = await page.ReadWhenAsync(Loss, drawn => drawn.Lines.Length == 3 && drawn.Behind.Length == GeneratedProjects.SeedRuns, Moment);
        Assert.All(chart.Behind, run => Assert.InRange(run.Points, 2, GeneratedProjects.Points));
        Assert.Equal(3, chart.Behind.Select(run => run.Colour).Distinct().Count());
        await Expect(page.Page.Locator("[data-testid=chart]")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("header nav")).ToHaveCountAsync(0);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task An_address_that_MLflow_s_client_prints_opens_the_run()
    {
        var all = await projects.Server.Api.GetAsync("/projects");
        var seeds = all.GetProperty("projects").EnumerateArray().Single(one => one.GetProperty("path").GetString() == GeneratedProjects.Seeds);
        var answer = await projects.Server.Api.PostAsync($"/projects{SeedsPath}/runs/query", new { limit = 1, columns = Array.Empty<string>() });
        var run = answer.GetProperty("runs")[0];
        await using var page = await OpenAsync($"/#/experiments/{seeds.GetProperty("id").GetInt64()}/runs/{run.GetProperty("uid").GetString()}");
        await Expect(page.Page.Locator("#run-crumb")).ToContainTextAsync(run.GetProperty("name").GetString()!);
        Assert.EndsWith($"{SeedsPath}/runs/{run.GetProperty("uid").GetString()}", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    private Task<WatchedPage> OpenAsync(string path) => browser.OpenAsync(projects.Server.Url + path);
}
