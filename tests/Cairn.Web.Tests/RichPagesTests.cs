using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>The viewers of everything richer than a number, each with what it has drawn.</summary>
public sealed class RichPagesTests(RichRuns rich, Chromium browser) : IClassFixture<RichRuns>
{
    private const int Hang = 300_000;

    static RichPagesTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task Masks_and_boxes_lie_over_their_picture_and_are_switched_by_class()
    {
        await using var page = await OpenRunAsync("tab=media&p=seen");
        var card = Card(page, "seen/picture");
        await Expect(card.GetByRole(AriaRole.Img, new() { Name = "a street" })).ToBeVisibleAsync();
        await Expect(card.GetByTestId("mask")).ToHaveAttributeAsync("data-classes", "0 1 2");
        await Expect(card.GetByTestId("box")).ToHaveCountAsync(1);
        var road = card.GetByRole(AriaRole.Button, new() { Name = "road", Exact = true });
        await road.ClickAsync();
        await Expect(card.GetByTestId("mask")).ToHaveAttributeAsync("data-classes", "0 2");
        await Expect(road).ToHaveAttributeAsync("aria-pressed", "false");
        await card.GetByRole(AriaRole.Button, new() { Name = "car", Exact = true }).ClickAsync();
        await Expect(card.GetByTestId("box")).ToHaveCountAsync(0);
        await card.GetByRole(AriaRole.Button, new() { Name = "Enlarge a street" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Dialog).GetByTestId("mask")).ToHaveAttributeAsync("data-classes", "0 2");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Sounds_objects_molecules_and_charts_are_drawn()
    {
        await using var page = await OpenRunAsync("tab=media&p=tone|cloud|mesh|water|bars|Score");
        await Expect(Card(page, "tone").GetByTestId("sound")).ToHaveAttributeAsync("data-ready", "true");
        await Expect(Card(page, "cloud").GetByTestId("scene")).ToHaveAttributeAsync("data-things", "3");
        await Expect(Card(page, "cloud").GetByTestId("scene")).ToHaveAttributeAsync("data-drawn", "true");
        await Expect(Card(page, "mesh").GetByText("1 triangle")).ToBeVisibleAsync();
        await Expect(Card(page, "water").GetByTestId("molecule")).ToHaveAttributeAsync("data-atoms", "2");
        await Expect(page.Page.GetByTestId("custom-chart").GetByTestId("vega")).ToHaveAttributeAsync("data-drawn", "true");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_page_of_a_run_runs_its_script_without_reaching_the_page_around_it()
    {
        await using var page = await OpenRunAsync("tab=media&p=page");
        var frame = Card(page, "page").Locator("iframe");
        await Expect(frame).ToHaveAttributeAsync("sandbox", "allow-scripts");
        await Expect(frame.ContentFrame.GetByText("scripted 42")).ToBeVisibleAsync();
    }

    [Fact(Timeout = Hang)]
    public async Task A_long_table_holds_only_the_rows_on_the_screen_and_sorts_and_filters_all()
    {
        await using var page = await OpenRunAsync("tab=tables&key=rows");
        var rows = page.Page.GetByTestId("data-row");
        await Expect(rows.First).ToContainTextAsync("cat");
        Assert.InRange(await rows.CountAsync(), 5, 120);
        await Expect(rows.First.GetByRole(AriaRole.Img)).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "score" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "score" }).ClickAsync();
        await Expect(rows.First.GetByRole(AriaRole.Cell).First).ToHaveTextAsync($"{RichRuns.Rows - 1}");
        await page.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter rows" }).FillAsync("label = cat and id < 10");
        await Expect(rows).ToHaveCountAsync(5);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Pictures_of_two_runs_are_wiped_over_each_other_or_stand_side_by_side()
    {
        await using var page = await browser.OpenAsync($"{rich.ProjectUrl}/media?only={rich.First}.{rich.Second}&p=seen");
        var wipe = page.Page.GetByTestId("wipe");
        await Expect(wipe.GetByRole(AriaRole.Img)).ToHaveCountAsync(2);
        var slider = page.Page.GetByRole(AriaRole.Slider, new() { Name = "How much of first is shown over second" });
        await slider.FillAsync("20");
        Assert.Contains("80%", await wipe.Locator("div").First.GetAttributeAsync("style"), StringComparison.Ordinal);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Wipe" }).ClickAsync();
        await Expect(page.Page.Locator("[data-testid=compare-row] [data-run]")).ToHaveCountAsync(2);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_trace_shows_its_steps_in_time_and_the_one_that_failed()
    {
        await using var page = await OpenRunAsync("tab=traces");
        await page.Page.GetByTestId("trace-row").GetByRole(AriaRole.Button).ClickAsync();
        var steps = page.Page.GetByTestId("span");
        await Expect(steps).ToHaveCountAsync(3);
        await Expect(page.Page.GetByTestId("span-detail")).ToContainTextAsync("no such key");
        await steps.First.ClickAsync();
        await Expect(page.Page.GetByTestId("span-detail")).ToContainTextAsync("why?");
        await page.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(steps).ToHaveCountAsync(1);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task The_address_that_wandb_prints_opens_the_version_with_files_lineage_and_changes()
    {
        await using var page = await browser.OpenAsync($"{rich.ProjectUrl}/artifacts/dataset/photos/v1");
        await Expect(page.Page.GetByTestId("version")).ToHaveCountAsync(2);
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Files" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "new.json" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("kept");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Changes" }).ClickAsync();
        await Expect(page.Page.GetByTestId("artifact-diff")).ToContainTextAsync("1 added 1 removed 0 changed 1 the same");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Lineage" }).ClickAsync();
        await Expect(page.Page.GetByTestId("lineage").GetByRole(AriaRole.Link)).ToHaveCountAsync(2);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task An_overview_tells_the_family_and_what_differs_from_the_parent()
    {
        await using var page = await browser.OpenAsync($"{rich.ProjectUrl}/runs/second?delta=first");
        await Expect(page.Page.GetByTestId("relative")).ToHaveCountAsync(2);
        var difference = page.Page.GetByTestId("difference");
        await Expect(difference).ToHaveCountAsync(1);
        await Expect(difference).ToContainTextAsync("+0.1");
        await page.Page.GetByRole(AriaRole.Tab, new() { Name = "Files" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "notes.md" }).ClickAsync();
        await Expect(page.Page.GetByRole(AriaRole.Heading, new() { Name = "A heading" })).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_joined_table_of_an_artifact_is_one_table()
    {
        await using var page = await browser.OpenAsync($"{rich.ProjectUrl}/artifacts/dataset/tables/v0?tab=files");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "all.joined-table.json" }).ClickAsync();
        var rows = page.Page.GetByTestId("data-row");
        await Expect(rows).ToHaveTextAsync(["1one", "2two0.2500", "30.7500"]);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "show its source" }).ClickAsync();
        await Expect(page.Page.GetByText("scores.partitioned-table.json", new() { Exact = true }).Last).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_figure_is_drawn_in_its_frame_and_a_distribution_over_its_steps()
    {
        await using var page = await OpenRunAsync("tab=media&p=figure|weights");
        await Expect(Card(page, "figure").Locator("iframe").ContentFrame.GetByText("Two bars")).ToBeVisibleAsync();
        await Expect(Card(page, "weights").GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await page.Page.GotoAsync(Board(new { type = "histogram", key = "weights" }));
        await Expect(page.Page.GetByTestId("histograms")).ToHaveAttributeAsync("data-runs", "2");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Labels_and_scores_become_curves_beside_chance_and_a_threshold_moves_the_point()
    {
        var answer = await rich.Server.Api.PostAsync($"/projects/{RichRuns.Project}/classification", new { key = "val/scores" });
        await using var page = await browser.OpenAsync(Board(new { type = "curve", key = "val/scores" }, new { type = "curve", key = "val/scores", draw = "confusion" }));
        var (roc, confusion) = (page.Page.GetByTestId("panel").First, page.Page.GetByTestId("panel").Last);
        await Expect(roc.GetByTestId("curves")).ToHaveAttributeAsync("data-curves", "2");
        await Expect(roc.GetByTestId("reference")).ToContainTextAsync("chance");
        foreach (var run in answer.GetProperty("runs").EnumerateArray())
        {
            var curve = run.GetProperty("curves")[0];
            Assert.Equal("fox", curve.GetProperty("class").GetString());
            await Expect(roc).ToContainTextAsync($"AUC {curve.GetProperty("auc").GetDouble().ToString("F3", CultureInfo.InvariantCulture)}");
        }

        var point = roc.GetByTestId("operating-point").First;
        var before = await point.GetAttributeAsync("cy");
        await roc.GetByRole(AriaRole.Slider).FillAsync("0.7");
        await Expect(point).Not.ToHaveAttributeAsync("cy", before!);
        await Expect(confusion).ToContainTextAsync($"of {RichRuns.Scored}");
        await Expect(confusion).ToContainTextAsync("Who always says the largest class is right in 75.0 %");
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_spec_of_one_s_own_is_drawn_from_a_logged_table_and_reaches_no_network()
    {
        const string Away = "http://127.0.0.1:9/away.png";
        const string Picture = $$"""{"mark":{"type":"image","width":20,"height":20},"encoding":{"x":{"field":"score","type":"quantitative"},"url":{"value":"{{Away}}"},"href":{"value":"{{Away}}"} } }""";
        var asked = new List<string>();
        await using var page = await browser.OpenAsync(rich.ProjectUrl + "/analyse?board=[]");
        page.Page.Request += (_, request) => asked.Add(request.Url);
        await page.Page.GotoAsync(Board(new { type = "vega", source = "table", key = "val/scores", spec = "{" }, new { type = "vega", source = "table", key = "val/scores", spec = Picture }));
        var panel = page.Page.GetByTestId("panel").First;
        await Expect(panel).ToContainTextAsync("This is no JSON");
        await Expect(page.Page.GetByTestId("panel").Last.GetByTestId("vega")).ToHaveAttributeAsync("data-drawn", "true");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Settings of Custom chart" }).First.ClickAsync();
        var spec = page.Page.GetByRole(AriaRole.Textbox, new() { Name = "Vega-Lite or Vega spec" });
        var dialog = page.Page.GetByRole(AriaRole.Dialog);
        await spec.FillAsync($$"""{"mark":"bar","data":{"url":"{{Away}}"} }""");
        await Expect(dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("data.url is an address");
        await Expect(dialog.GetByRole(AriaRole.Button, new() { Name = "Draw" })).ToBeDisabledAsync();
        await spec.FillAsync("""{"mark":"bar","encoding":{"x":{"field":"score","bin":true},"y":{"aggregate":"count"},"color":{"field":"colour"}}}""");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Draw" }).ClickAsync();
        await Expect(panel.GetByTestId("vega")).ToHaveAttributeAsync("data-drawn", "true");
        await Expect(panel).ToContainTextAsync("The table has no column “colour”; there are run, id, label, score.");
        await page.Page.WaitForURLAsync(url => url.Contains("colour", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, url => url.StartsWith(Away, StringComparison.Ordinal));
    }

    private string Board(params object[] panels) => $"{rich.ProjectUrl}/analyse?board={Uri.EscapeDataString(JsonSerializer.Serialize(panels))}";

    private static ILocator Card(WatchedPage page, string key) => page.Page.Locator($"[data-testid=record][data-key='{key}']");

    private Task<WatchedPage> OpenRunAsync(string search) => browser.OpenAsync($"{rich.ProjectUrl}/runs/first?{search}");
}
