using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Analysis.Curves;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>The workspace on generated projects: charts, groups, arrangement, keys.</summary>
public sealed class WorkspacePageTests(GeneratedProjects projects, Chromium browser) : IClassFixture<GeneratedProjects>
{
    private const string Loss = "train/loss";
    private const int Hang = 300_000, Buckets = 320;
    private static readonly Regex Drawn = new("^[1-9]");
    private static readonly TimeSpan Moment = TimeSpan.FromMinutes(1);
    private static readonly string SeedsPath = "/" + GeneratedProjects.Seeds;

    static WorkspacePageTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task A_drag_over_a_chart_zooms_all_and_asks_the_server_for_finer_buckets()
    {
        await using var page = await OpenAsync($"{SeedsPath}?p={Loss}");
        var whole = await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        var area = (await page.Chart(Loss).Locator(".u-over").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(area.X + (area.Width * 0.4f), area.Y + (area.Height / 2));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(area.X + (area.Width * 0.45f), area.Y + (area.Height / 2), new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        await page.Page.WaitForURLAsync("**zoom=**");
        var zoom = new Uri(page.Page.Url).Query.Split('&', '?').Single(part => part.StartsWith("zoom=", StringComparison.Ordinal))[5..]
            .Split('~').Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(zoom[1] - zoom[0], 60, 140);
        bool Inside(double x) => x >= zoom[0] && x <= zoom[1];

        // Coarse buckets hold six steps each; asked again there is one bucket for every step.
        Assert.InRange(whole.Lines[0].X.Count(Inside), 8, 25);
        var zoomed = await page.ReadWhenAsync(Loss, chart => chart.Lines.All(line => line.X.Count(Inside) > 50), Moment);
        var answer = await QueryAsync(zoomed.Lines.Select(line => line.Run), new { from = zoom[0], to = zoom[1] });
        foreach (var (line, series) in zoomed.Lines.Zip(answer.GetProperty("series").EnumerateArray()))
            Assert.Equal(Numbers(series, "x"), line.X.Where(Inside));
        await page.Page.Keyboard.PressAsync("r");
        await page.ReadWhenAsync(Loss, chart => chart.Lines.All(line => line.X.Length == Buckets), Moment);
        Assert.DoesNotContain("zoom", page.Page.Url, StringComparison.Ordinal);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task What_the_page_names_in_its_headers_is_asked_once_and_the_runs_and_curves_are_too()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(
            new Uri(projects.Server.Url + SeedsPath), TestContext.Current.CancellationToken);
        var named = answer.Headers.GetValues("Link").Select(link => link.Split('<', '>')[1]).ToArray();
        Assert.NotEmpty(named);

        await using var page = await OpenAsync(SeedsPath);
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        var asked = await page.Page.EvaluateAsync<string[]>(
            "performance.getEntriesByType('resource').map(one => one.name.slice(location.origin.length))");
        Assert.All(named, path => Assert.Single(asked, path));
        Assert.Single(asked, path => path.EndsWith("/runs/query", StringComparison.Ordinal));
        Assert.Empty(page.Problems);
    }

    [Theory(Timeout = Hang)]
    [InlineData("ema", SmoothingKind.Ema)]
    [InlineData("mean", SmoothingKind.Mean)]
    [InlineData("gaussian", SmoothingKind.Gaussian)]
    public async Task Smoothing_draws_what_the_analysis_says(string kind, SmoothingKind known)
    {
        await using var page = await OpenAsync($"{SeedsPath}?p={Loss}&s=0.7&sk={kind}");
        var chart = await page.ReadWhenAsync(Loss, drawn => drawn.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        var answer = await QueryAsync(chart.Lines.Select(line => line.Run), new { });
        foreach (var (line, series) in chart.Drawn.Zip(answer.GetProperty("series").EnumerateArray()))
        {
            var x = Numbers(series, "x");
            var smoothed = Smoothing.Apply(known, x, Numbers(series, "mean"), 0.7, x[^1] - x[0]);
            Assert.All(smoothed.Zip(line), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }

        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Groups_are_drawn_with_the_server_s_bands_and_do_not_change_when_others_are_hidden()
    {
        await using var page = await OpenAsync($"{SeedsPath}?p={Loss}&g=config.lr&band=stderr");
        var chart = await page.ReadWhenAsync(Loss, drawn => drawn.Lines.Length == 3 && drawn.Lines[0].Counts is not null, Moment);
        var answer = await projects.Server.Api.PostAsync($"/projects{SeedsPath}/series/groups", new
        {
            by = new[] { "config.lr" }, keys = new[] { Loss }, buckets = Buckets, spread = "stderr", format = "json",
        });
        foreach (var (line, series) in chart.Lines.Zip(answer.GetProperty("series").EnumerateArray()))
        {
            Assert.Equal(Numbers(series, "last"), line.Last);
            Assert.Equal(Numbers(series, "min"), line.Low);
            Assert.Equal(Numbers(series, "max"), line.High);
            Assert.All(line.Counts!, n => Assert.Equal(4, n));
        }

        await Expect(page.Page.GetByTestId("group-row")).ToHaveCountAsync(3);
        var means = await projects.Server.Api.PostAsync($"/projects{SeedsPath}/runs/groups", new { by = new[] { "config.lr" }, columns = new[] { "metrics.val/accuracy" } });
        foreach (var group in means.GetProperty("groups").EnumerateArray())
        {
            var own = group.GetProperty("values").GetProperty("metrics.val/accuracy");
            await Expect(page.Page.Locator($"[data-testid=group-row][data-uid='[{group.GetProperty("key").GetProperty("config.lr").GetRawText()}]'] [data-testid=group-mean]"))
                .ToContainTextAsync(own.GetProperty("mean").GetDouble().ToString("F4", CultureInfo.InvariantCulture));
        }

        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Hide lr 0.01" }).ClickAsync();
        var two = await page.ReadWhenAsync(Loss, drawn => drawn.Lines.Length == 2, Moment);
        foreach (var line in two.Lines)
            Assert.Equal(chart.Lines.Single(one => one.Uid == line.Uid).Last, line.Last);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Runs of lr 0.1" }).ClickAsync();
        await Expect(page.Page.GetByTestId("run-row")).ToHaveCountAsync(4);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_formula_is_worked_out_by_the_server_and_a_wrong_one_explained()
    {
        await using var page = await OpenAsync(SeedsPath);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add a panel to train" }).ClickAsync();
        var full = page.Page.GetByTestId("full-chart");
        var adder = full.GetByRole(AriaRole.Searchbox, new() { Name = "Add a metric or a formula" });
        await adder.FillAsync("train/loss - val/loss");
        await adder.PressAsync("Enter");
        const string Formula = "=train/loss - val/loss";
        var chart = await page.ReadWhenAsync("+1", drawn => drawn.Lines.Any(line => line.Key == Formula), Moment);
        foreach (var line in chart.Lines.Where(line => line.Key == Formula))
        {
            Assert.Equal(Enumerable.Range(0, GeneratedProjects.Points / 10).Select(i => i * 10.0), line.X);
            Assert.All(line.Last, value => Assert.Equal(-0.1, value, 1e-9));
        }

        await page.Page.GotoAsync($"{projects.Server.Url}{SeedsPath}?w={Uri.EscapeDataString("""{"panels":{"+1":{"section":"mine","metrics":["=tanh(train/loss)"]}}}""")}");
        await Expect(page.Page.Locator("[data-metric='+1'] [role=alert]")).ToContainTextAsync("There is no function 'tanh'");
    }

    [Fact(Timeout = Hang)]
    public async Task Panels_are_moved_and_resized_undone_and_found_again_under_the_address()
    {
        await using var page = await OpenAsync(SeedsPath);
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        Assert.Equal(["train/loss", "train/lr"], await OrderAsync(page, "train"));
        await DragAsync(page, page.Chart("train/lr").Locator("h3"), page.Chart(Loss), 0.1f);
        await Expect(page.Page.Locator("[data-section=train] [data-testid=chart]").First).ToHaveAttributeAsync("data-metric", "train/lr");
        await page.Page.Keyboard.PressAsync("Control+z");
        await Expect(page.Page.Locator("[data-section=train] [data-testid=chart]").First).ToHaveAttributeAsync("data-metric", Loss);
        await page.Page.Keyboard.PressAsync("Control+Shift+z");
        await Expect(page.Page.Locator("[data-section=train] [data-testid=chart]").First).ToHaveAttributeAsync("data-metric", "train/lr");

        var before = (await page.Chart(Loss).BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(before.X + before.Width - 4, before.Y + before.Height - 4);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(before.X + (before.Width * 2), before.Y + before.Height + 96, new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();
        await page.Page.WaitForURLAsync(url => url.Contains("%22h%22:350", StringComparison.Ordinal));
        var after = (await page.Chart(Loss).BoundingBoxAsync())!;
        Assert.InRange(after.Width, before.Width * 1.9, before.Width * 2.2);

        await page.Page.ReloadAsync();
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        Assert.Equal(["train/lr", "train/loss"], await OrderAsync(page, "train"));
        Assert.Equal(after.Height, (await page.Chart(Loss).BoundingBoxAsync())!.Height);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Keys_do_what_the_sheet_says()
    {
        await using var page = await OpenAsync(SeedsPath);
        await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        var rows = page.Page.GetByTestId("run-row");
        var second = (await rows.Nth(1).GetAttributeAsync("data-uid"))!;
        async Task PressAsync(params string[] keys)
        {
            foreach (var key in keys)
                await page.Page.Keyboard.PressAsync(key);
        }

        await PressAsync("j", "j", "p");
        await Expect(rows.First).ToHaveAttributeAsync("data-uid", second);
        await PressAsync("k", "b", "x");
        await Expect(rows.First).ToHaveAttributeAsync("data-baseline", "true");
        await Expect(rows.First).ToHaveAttributeAsync("data-selected", "true");
        await PressAsync("h");
        await Expect(rows.First).ToHaveAttributeAsync("data-on", "false");
        await PressAsync("l", "s");
        await page.Page.WaitForURLAsync(url => url.Contains("log=1", StringComparison.Ordinal) && url.Contains("s=0.9", StringComparison.Ordinal));
        await PressAsync("Control+j");
        await Expect(rows).ToHaveCountAsync(0);
        await PressAsync("Control+j", "f");
        var full = page.Page.GetByTestId("full-chart");
        var title = await full.Locator("h2").TextContentAsync();
        await PressAsync("ArrowRight");
        await Expect(full.Locator("h2")).Not.ToHaveTextAsync(title!);
        await PressAsync("Escape");
        await Expect(full).ToHaveCountAsync(0);
        await PressAsync("?");
        await Expect(page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToContainTextAsync("Pin the run to the top");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_thousand_runs_are_counted_drawn_on_demand_and_can_be_pointed_at()
    {
        await using var page = await OpenAsync("/" + GeneratedProjects.Many);
        await Expect(page.Page.GetByTestId("run-count")).ToHaveTextAsync("showing 50 of 1000 runs");
        await page.Page.GetByLabel("Runs drawn at most").SelectOptionAsync("all 1000");
        await Expect(page.Page.GetByTestId("run-count")).ToHaveTextAsync("showing all 1000 runs");
        await Expect(page.Chart("loss")).ToHaveAttributeAsync("data-runs", "1000");
        var area = (await page.Chart("loss").Locator(".u-over").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(area.X + (area.Width / 2), area.Y + (area.Height / 2), new() { Steps = 3 });
        await Expect(page.Page.GetByText("of 1000 lines")).ToBeVisibleAsync();

        // Of thirty charts of a thousand lines only those on the screen and near it exist.
        Assert.InRange(await page.Page.GetByTestId("chart").CountAsync(), 3, GeneratedProjects.ManyMetrics - 6);
        var last = page.Chart($"part_{GeneratedProjects.ManyMetrics - 1}");
        await page.Page.Locator("[data-scroller]").EvaluateAsync("element => { element.scrollTop = element.scrollHeight; }");
        await Expect(last).ToHaveAttributeAsync("data-runs", "1000");
        await Expect(page.Chart("loss")).ToHaveCountAsync(0);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Fifteen_hundred_metrics_of_a_run_are_a_tree_searched_and_drawn_where_one_looks()
    {
        const int metrics = GeneratedProjects.Layers * GeneratedProjects.Units;
        var first = GeneratedProjects.Weight(0, 0);
        var late = GeneratedProjects.Weight(GeneratedProjects.Layers - 1, GeneratedProjects.Units - 1);
        foreach (var path in new[] { $"/{GeneratedProjects.Wide}", await FirstRunAsync() + "?tab=charts" })
        {
            await using var page = await OpenAsync(path);
            await Expect(page.Chart(first)).ToHaveAttributeAsync("data-points", Drawn);
            Assert.InRange(await page.Page.GetByTestId("chart").CountAsync(), 1, metrics / 10);
            await page.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search charts" }).FillAsync(late);
            await Expect(page.Page.GetByTestId("chart")).ToHaveCountAsync(1);
            await Expect(page.Chart(late)).ToHaveAttributeAsync("data-points", Drawn);
            await page.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search charts" }).FillAsync("");
            await Expect(page.Chart(first)).ToHaveAttributeAsync("data-points", Drawn);
            Assert.Empty(page.Problems);
        }

        async Task<string> FirstRunAsync()
        {
            var runs = await projects.Server.Api.PostAsync($"/projects/{GeneratedProjects.Wide}/runs/query", new { limit = 1 });
            return $"/{GeneratedProjects.Wide}/runs/{runs.GetProperty("runs")[0].GetProperty("uid").GetString()}";
        }
    }

    [Fact(Timeout = Hang)]
    public async Task A_chart_runs_along_time_or_another_metric_and_is_saved_as_a_picture_or_numbers()
    {
        await using var page = await OpenAsync($"{SeedsPath}?p={Loss}&x=relative");
        var seconds = await page.ReadWhenAsync(Loss, chart => chart.Lines.Length == GeneratedProjects.SeedRuns, Moment);
        Assert.All(seconds.Lines, line => Assert.InRange(line.X[^1] - line.X[0], GeneratedProjects.Points - 20, GeneratedProjects.Points));
        await page.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new("^x") }).SelectOptionAsync("metric:train/lr");
        var rates = await page.ReadWhenAsync(Loss, chart => chart.Lines is [{ X: [.., <= 1] }, ..], Moment);
        Assert.All(rates.Lines, line => Assert.InRange(line.X[0], 0, 0.01));
        await page.Chart(Loss).HoverAsync();
        await page.Page.Keyboard.PressAsync("f");
        var full = page.Page.GetByTestId("full-chart");
        foreach (var (kind, begin) in new[] { ("CSV", "line,key,train/lr"), ("SVG", "<svg"), ("PNG", "\u0089PNG") })
        {
            var saved = await page.Page.RunAndWaitForDownloadAsync(() => full.GetByRole(AriaRole.Button, new() { Name = kind }).ClickAsync());
            Assert.EndsWith(kind.ToLowerInvariant(), saved.SuggestedFilename, StringComparison.Ordinal);
            await using var bytes = await saved.CreateReadStreamAsync();
            using var reader = new StreamReader(bytes, System.Text.Encoding.Latin1);
            Assert.StartsWith(begin, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Panels_look_across_runs_and_what_is_marked_narrows_the_others()
    {
        object[] panels =
        [
            new { type = "parallel", columns = new[] { "config.lr", "config.seed", "metrics.train/loss" } },
            new { type = "scatter", x = "config.lr", y = "metrics.train/loss" },
            new { type = "box", column = "metrics.train/loss", by = "config.lr", form = "violin" },
            new { type = "bar", column = "metrics.train/loss", by = "config.lr" },
            new { type = "importance", metric = Loss },
            new { type = "compare" },
        ];
        await using var page = await OpenAsync($"{SeedsPath}/analyse?board={Uri.EscapeDataString(JsonSerializer.Serialize(panels))}");
        await Expect(page.Page.GetByTestId("parallel")).ToHaveAttributeAsync("data-lines", $"{GeneratedProjects.SeedRuns}");
        await Expect(page.Page.GetByRole(AriaRole.Img, new() { Name = $"{GeneratedProjects.SeedRuns} runs: train/loss against lr" })).ToBeVisibleAsync();
        await Expect(page.Page.GetByTestId("box")).ToHaveAttributeAsync("data-groups", "3");
        await Expect(page.Page.GetByTestId("bars").Locator("tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Page.GetByTestId("importance").Locator("tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Page.GetByTestId("compare")).ToContainTextAsync("seed");

        // Over the upper half of the last axis: only runs of large losses stay in the others.
        var area = (await page.Page.GetByTestId("parallel").BoundingBoxAsync())!;
        var axis = (await page.Page.GetByTestId("parallel").Locator("text").Filter(new() { HasText = "train/loss" }).First.BoundingBoxAsync())!;
        var x = axis.X + (axis.Width / 2);
        await page.Page.Mouse.MoveAsync(x, area.Y + (area.Height * 0.2f));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(x, area.Y + (area.Height * 0.5f), new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();
        await Expect(page.Page.GetByText("Marked:")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Img, new() { Name = $"{GeneratedProjects.SeedRuns} runs: train/loss against lr" })).ToHaveCountAsync(0);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Keep as filter" }).ClickAsync();
        await page.Page.WaitForURLAsync(url => url.Contains("f=metrics.train", StringComparison.Ordinal));

        // Of so few runs the importance cannot be told, and the server says so.
        Assert.All(page.Problems, problem => Assert.Contains("400", problem, StringComparison.Ordinal));
    }

    [Fact(Timeout = Hang)]
    public async Task New_points_arrive_by_themselves_and_leave_zoom_and_scroll_alone()
    {
        var run = await projects.StartAsync("local/live", "live", new { });
        await projects.LogAsync(run, Enumerable.Range(0, 100).Select(step => GeneratedProjects.Line(step, 1)));
        await using var page = await OpenAsync("/local/live?zoom=50~400&w=%7B%22height%22:560%7D");
        await page.ReadWhenAsync(Loss, chart => chart.Lines is [{ X: [.., 99] }], Moment);
        await page.Page.Locator("[data-scroller]").EvaluateAsync("element => { element.scrollTop = 120; }");
        await projects.LogAsync(run, Enumerable.Range(100, 200).Select(step => GeneratedProjects.Line(step, 1)));
        await page.ReadWhenAsync(Loss, chart => chart.Lines is [{ X: [.., 299] }], Moment);
        Assert.Contains("zoom=50~400", page.Page.Url, StringComparison.Ordinal);
        Assert.Equal(120, await page.Page.Locator("[data-scroller]").EvaluateAsync<int>("element => element.scrollTop"));
        Assert.Empty(page.Problems);
    }

    private Task<WatchedPage> OpenAsync(string path) => browser.OpenAsync(projects.Server.Url + path);

    private async Task<JsonElement> QueryAsync(IEnumerable<long> runs, object range)
    {
        var body = JsonSerializer.SerializeToNode(range)!;
        body["runs"] = JsonSerializer.SerializeToNode(runs);
        body["keys"] = JsonSerializer.SerializeToNode(new[] { Loss });
        body["buckets"] = Buckets;
        body["format"] = "json";
        return await projects.Server.Api.PostAsync("/series/query", body);
    }

    private static double[] Numbers(JsonElement series, string column) =>
        [.. series.GetProperty(column).EnumerateArray().Select(number => number.GetDouble())];

    private static async Task<string[]> OrderAsync(WatchedPage page, string section) => await page.Page
        .Locator($"[data-section={section}]").EvaluateAllAsync<string[]>("slots => slots.map(slot => slot.dataset.slot)");

    private static async Task DragAsync(WatchedPage page, ILocator handle, ILocator target, float across)
    {
        await handle.HoverAsync();
        await page.Page.Mouse.DownAsync();
        var box = (await target.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width * across), box.Y + (box.Height / 2), new() { Steps = 8 });
        await page.Page.Mouse.UpAsync();
    }
}
