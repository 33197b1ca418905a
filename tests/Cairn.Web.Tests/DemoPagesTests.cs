using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>The pages of the demo's project, while it trains and afterwards.</summary>
[TestCaseOrderer(typeof(ByLine))]
public sealed class DemoPagesTests(DemoInBrowser running, Chromium browser) : IClassFixture<DemoInBrowser>
{
    private const string Loss = "train/loss", Accuracy = "test/accuracy";
    private const int Runs = 17, TrainingRuns = 15, Hang = 600_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);
    private readonly CairnApi _api = running.Demo.Api;

    static DemoPagesTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task A_chart_draws_what_was_logged_and_grows_while_training_goes_on()
    {
        await running.Demo.WaitForStepsAsync("softmax regression seed 1", 1);
        await using var page = await browser.OpenAsync($"{running.ProjectUrl}?p={Loss}");
        await page.Page.EvaluateAsync("() => { window.openedOnce = true; }");
        var first = await page.ReadWhenAsync(Loss, chart => Ends(chart).Values.Sum() > 0, Moment);
        await AssertLoggedAsync(first);
        Assert.False(running.Demo.Process.Output.Any(line => line.StartsWith("The server stays up", StringComparison.Ordinal)), "training was over before the page was there");

        var before = Ends(first);
        var second = await page.ReadWhenAsync(
            Loss, chart => Ends(chart).Values.Sum() > before.Values.Sum(), Moment);
        await AssertLoggedAsync(second);
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length > first.Lines.Length, RunningDemo.RunLimit);
        await Expect(page.Page.Locator("[role=status][data-status=live]")).ToBeVisibleAsync();

        await running.FinishedAsync();
        var steps = await StepsAsync();
        var whole = await page.ReadWhenAsync(
            Loss, chart => chart.Lines.Length == TrainingRuns && Ends(chart).All(end => steps[end.Key] - 1 == end.Value), Moment);
        await AssertLoggedAsync(whole);
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.openedOnce === true"), "the page was loaded anew");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_chart_opened_afterwards_draws_exactly_what_the_api_answers()
    {
        await running.FinishedAsync();
        await using var page = await browser.OpenAsync($"{running.ProjectUrl}?p={Loss}");
        var drawn = await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == TrainingRuns, Moment);
        var runs = await _api.RunsAsync(RunningDemo.Project);
        var answer = await _api.PostAsync("/series/query", new
        {
            runs = runs.Select(run => run.Id).Order(),
            keys = new[] { Loss },
            axis = "step",
            buckets = 320,
            format = "json",
        });
        var expected = answer.GetProperty("series").EnumerateArray().Where(series => Numbers(series, "x").Length > 0)
            .ToDictionary(series => series.GetProperty("run").GetInt64());
        Assert.Equal(expected.Keys.Order(), drawn.Lines.Select(line => line.Run).Order());
        foreach (var line in drawn.Lines)
        {
            var run = runs.Single(run => run.Id == line.Run);
            Assert.Equal((run.Name, run.Uid), (line.Name, line.Uid));
            Assert.Equal(Numbers(expected[line.Run], "x"), line.X);
            Assert.Equal(Numbers(expected[line.Run], "last"), line.Last);
        }

        var chart = page.Chart(Loss);
        await Expect(chart).ToHaveAttributeAsync("data-kind", "lines");
        await Expect(chart).ToHaveAttributeAsync("data-runs", $"{TrainingRuns}");
        await Expect(chart).ToHaveAttributeAsync("data-points", $"{drawn.Lines.Sum(line => line.X.Length)}");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Every_result_stands_next_to_its_landmarks()
    {
        await running.FinishedAsync();
        await using var page = await browser.OpenAsync($"{running.ProjectUrl}?p={Accuracy}");
        var drawn = await page.ReadWhenAsync(Accuracy, chart => chart.Lines.Length == Runs && chart.Landmarks.Length == 4, Moment);
        var landmarks = (await _api.GetAsync($"/projects/{RunningDemo.Project}/landmarks")).GetProperty("landmarks").EnumerateArray()
            .Where(one => one.GetProperty("metric").GetString() == Accuracy)
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.GetProperty("resolved").GetProperty("value").GetDouble());
        Assert.Equal(["chance", "human", "kNN", "majority"], landmarks.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(landmarks.OrderBy(one => one.Value).Select(one => new DrawnLandmark(one.Key, one.Value)).Order(ByName), drawn.Landmarks.Order(ByName));
        foreach (var line in drawn.Lines)
            Assert.Equal(Assert.Single(await _api.PointsAsync(line.Run, Accuracy)).Value, Assert.Single(line.Last));
        await Expect(page.Chart(Accuracy)).ToHaveAttributeAsync("data-kind", "bars");
        var strip = page.Page.GetByRole(AriaRole.Region, new() { Name = "Landmarks", Exact = true });
        await Expect(strip.GetByRole(AriaRole.Img, new() { Name = "human 0.835" }).First).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task The_table_shows_every_run_with_its_result_and_filters()
    {
        await running.FinishedAsync();
        await using var page = await browser.OpenAsync(running.ProjectUrl + "/table");
        var rows = page.Page.GetByTestId("table-row");
        await Expect(rows).ToHaveCountAsync(Runs);
        foreach (var (name, id, _, _) in await _api.RunsAsync(RunningDemo.Project))
        {
            var row = rows.Filter(new() { Has = page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }) });
            await Expect(row).ToContainTextAsync("finished");
            var shown = (await row.GetByRole(AriaRole.Cell).AllInnerTextsAsync()).Select(text => double.TryParse(text, out var number) ? number : double.NaN);
            var value = Assert.Single(await _api.PointsAsync(id, Accuracy)).Value;
            Assert.Contains(shown, number => Math.Abs(number - value) < 5e-4);
        }

        var filter = Uri.EscapeDataString("config.model = 'softmax regression'");
        await page.Page.GotoAsync($"{running.ProjectUrl}/table?f={filter}");
        await Expect(rows).ToHaveCountAsync(3);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_run_has_its_standing_media_console_and_files()
    {
        await running.FinishedAsync();
        var (name, id, uid, _) = (await _api.RunsAsync(RunningDemo.Project)).Single(run => run.Name == "mlp 128 lr 0.001 seed 2");
        await using var page = await browser.OpenAsync(running.ProjectUrl + "/table");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await page.Page.WaitForURLAsync($"**/runs/{uid}");
        await Expect(page.Page.Locator($"[data-testid=standing][data-metric='{Accuracy}'] [role=img][aria-label*='human 0.835']")).ToBeVisibleAsync();
        var verdicts = page.Page.GetByTestId("verdicts");
        foreach (var subject in new[] { "run", "group" })
        {
            var chance = verdicts.Locator($"[data-subject={subject}]").Filter(new() { HasText = Accuracy }).GetByRole(AriaRole.Button, new() { NameRegex = new("^chance") });
            await Expect(chance.Locator("[data-word=better]")).ToBeVisibleAsync();
        }


        await TabAsync(page, "Media");
        await AssertPicturesAsync(page);
        await AssertMatrixAsync(page, id);

        await TabAsync(page, "Console");
        var lines = await _api.ConsoleAsync(id);
        await Expect(page.Page.GetByRole(AriaRole.Log)).ToContainTextAsync(lines[^1].Text);
        await Expect(page.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("selected epoch");

        await TabAsync(page, "Files");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "diff.patch" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("+" + DemoInBrowser.Change);
        Assert.Empty(page.Problems);
    }

    [Theory(Timeout = Hang)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_follow_the_colours_of_the_system_and_curves_can_be_seen_on_them(ColorScheme scheme)
    {
        await running.FinishedAsync();
        await using var page = await browser.OpenAsync($"{running.ProjectUrl}?p={Loss}", scheme);
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == TrainingRuns, Moment);
        Assert.InRange((await page.BackgroundAsync("body")).Average(), scheme == ColorScheme.Dark ? 0 : 200, scheme == ColorScheme.Dark ? 60 : 255);
        await Expect(page.Chart(Loss).Locator("canvas").First).ToBeVisibleAsync();
        var coloured = await page.Page.WaitForFunctionAsync(
            """
            metric => {
              const canvas = document.querySelector(`[data-metric="${metric}"] canvas`);
              const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
              let coloured = 0;
              for (let i = 0; i < pixels.length; i += 4)
                if (pixels[i + 3] > 200 && Math.max(pixels[i], pixels[i + 1], pixels[i + 2]) - Math.min(pixels[i], pixels[i + 1], pixels[i + 2]) > 60) coloured++;
              return coloured > 300 ? coloured : 0;
            }
            """, Loss);
        Assert.InRange(await coloured.JsonValueAsync<int>(), 301, int.MaxValue);

        // What a person chooses wins over the system, and is still there the next time.
        var (other, low, high) = scheme == ColorScheme.Dark ? ("Light", 200, 255) : ("Dark", 0, 60);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Theme and density" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = other, Exact = true }).ClickAsync();
        Assert.InRange((await page.BackgroundAsync("body")).Average(), low, high);
        await page.Page.ReloadAsync();
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == TrainingRuns, Moment);
        Assert.InRange((await page.BackgroundAsync("body")).Average(), low, high);
        Assert.Empty(page.Problems);
    }

    private static readonly Comparer<DrawnLandmark> ByName =
        Comparer<DrawnLandmark>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    private static Dictionary<long, double> Ends(DrawnChart chart) =>
        chart.Lines.ToDictionary(line => line.Run, line => line.X[^1]);

    private static double[] Numbers(JsonElement series, string column) =>
        [.. series.GetProperty(column).EnumerateArray().Select(number => number.GetDouble())];

    private static Task TabAsync(WatchedPage page, string name) =>
        page.Page.GetByRole(AriaRole.Tab, new() { Name = name }).ClickAsync();

    private static async Task AssertPicturesAsync(WatchedPage page)
    {
        var pictures = page.Page.Locator("[data-testid=record][data-key='test/most_certain_mistakes'] img");
        await Expect(pictures).ToHaveCountAsync(24);
        await pictures.First.ScrollIntoViewIfNeededAsync();
        await page.Page.WaitForFunctionAsync(
            """
            () => {
              const picture = document.querySelector("[data-testid=record][data-key='test/most_certain_mistakes'] img");
              return picture.complete && picture.naturalWidth === 28 && picture.naturalHeight === 28;
            }
            """);
    }

    private async Task AssertMatrixAsync(WatchedPage page, long run)
    {
        var matrix = Assert.Single(await _api.RecordsAsync(run, "test/confusion")).GetProperty("value").GetProperty("matrix");
        var logged = matrix.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(count => count.GetInt32());
        var cells = page.Page.Locator("[data-testid=record][data-key='test/confusion'] tbody td[title]");
        await Expect(cells).ToHaveCountAsync(100);
        var shown = (await cells.AllInnerTextsAsync()).Select(text => text.Trim() is { Length: > 0 } count ? int.Parse(count) : 0);
        Assert.Equal(logged, shown);
    }

    /// <summary>Every drawn point is one that was logged: same step, same value.</summary>
    private async Task AssertLoggedAsync(DrawnChart chart)
    {
        foreach (var line in chart.Lines)
        {
            var logged = (await _api.PointsAsync(line.Run, chart.Metric)).ToDictionary(point => (double)point.Step, point => point.Value);
            Assert.Equal(line.X.Length, line.Last.Length);
            Assert.Equal(line.X.Distinct().Order(), line.X);
            Assert.All(line.X.Zip(line.Last), point => Assert.Equal(logged[point.First], point.Second));
        }
    }

    private async Task<Dictionary<long, int>> StepsAsync()
    {
        var steps = new Dictionary<long, int>();
        foreach (var (_, id, _, _) in await _api.RunsAsync(RunningDemo.Project))
            steps[id] = (await _api.PointsAsync(id, Loss)).Count;
        return steps;
    }
}
