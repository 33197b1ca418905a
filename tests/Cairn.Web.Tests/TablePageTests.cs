using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>The runs table on a project of a thousand runs, and what leads there and away: palette, trash.</summary>
public sealed class TablePageTests(FilledServer server, Chromium browser) : IClassFixture<FilledServer>
{
    private const int Hang = 300_000;

    static TablePageTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task Only_what_is_on_the_screen_exists_and_any_place_can_be_jumped_to()
    {
        // Another test of this class throws one away for good.
        var runs = (await QueryAsync(new { limit = 0 })).GetProperty("total").GetInt32();
        await using var page = await browser.OpenAsync($"{server.TableUrl}?cols=*&sort=config.seed,name");
        await Expect(Named(page, await NameAtAsync(0))).ToBeVisibleAsync();
        var grid = page.Page.GetByTestId("grid");
        await Expect(grid).ToHaveAttributeAsync("aria-rowcount", $"{runs + 1}");
        await grid.EvaluateAsync("e => e.scrollTo(0, e.scrollHeight)");
        await Expect(Named(page, await NameAtAsync(runs - 1))).ToBeVisibleAsync();
        await grid.EvaluateAsync("e => e.scrollTo(e.scrollWidth, e.scrollHeight / 2)");
        await Expect(Named(page, await NameAtAsync(runs / 2))).ToBeVisibleAsync();
        Assert.InRange(await page.Page.GetByTestId("table-row").CountAsync(), 10, 80);
        Assert.InRange(await page.Page.GetByRole(AriaRole.Columnheader).CountAsync(), 3, 40);
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task Groups_show_what_the_server_counted_and_open()
    {
        await using var page = await browser.OpenAsync($"{server.TableUrl}?g=config.optimizer&cols=metrics.loss");
        var answer = await server.Api.PostAsync($"/projects/{FilledServer.Project}/runs/groups", new { by = new[] { "config.optimizer" }, columns = new[] { "metrics.loss" } });
        var groups = page.Page.GetByTestId("group-row");
        await Expect(groups).ToHaveCountAsync(answer.GetProperty("total").GetInt32());
        var first = answer.GetProperty("groups")[0];
        await Expect(groups.First).ToContainTextAsync($"{first.GetProperty("runs").GetInt32()} runs");
        await Expect(groups.First).ToContainTextAsync(first.GetProperty("key").GetProperty("config.optimizer").GetString()!);
        await Expect(groups.First).ToContainTextAsync("±");
        await groups.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Page.GetByTestId("table-row").First).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_menu_writes_the_filter_and_the_keyboard_selects_tags_and_throws_away()
    {
        await using var page = await browser.OpenAsync($"{server.TableUrl}?cols=config.seed,tags&q=-7");
        var status = page.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Runs table" }).GetByRole(AriaRole.Status);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Menu of column config.seed" }).ClickAsync();
        await page.Page.GetByLabel("≥").FillAsync("2");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Filter runs" })).ToHaveValueAsync("config.seed >= 2");
        var total = await CountAsync("name ilike '%-7%' and config.seed >= 2");
        await Expect(status).ToHaveTextAsync($"{total.ToString("N0", CultureInfo.InvariantCulture)} runs");
        await page.Page.Keyboard.PressAsync("Escape");

        await page.Page.GetByTestId("grid").FocusAsync();
        await page.Page.Keyboard.PressAsync("j");
        await page.Page.Keyboard.PressAsync("x");
        await page.Page.Keyboard.PressAsync("Shift+J");
        var bar = page.Page.GetByRole(AriaRole.Region, new() { Name = "Selected runs" });
        await Expect(bar).ToContainTextAsync("2 runs selected");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Tag…" }).ClickAsync();
        await page.Page.GetByLabel("Add, with commas between").FillAsync("from-the-page");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByTestId("grid").GetByText("from-the-page")).ToHaveCountAsync(2);
        Assert.Equal(2, await CountAsync("tags contains 'from-the-page'"));

        await bar.GetByRole(AriaRole.Button, new() { Name = "Move to trash…" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Move to trash", Exact = true }).ClickAsync();
        await Expect(status).ToHaveTextAsync($"{(total - 2).ToString("N0", CultureInfo.InvariantCulture)} runs");

        await page.Page.GotoAsync($"{server.Url}/trash");
        await Expect(page.Page.GetByTestId("trashed-run")).ToHaveCountAsync(2);
        await page.Page.GetByTestId("trashed-run").First.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
        await Expect(page.Page.GetByTestId("trashed-run")).ToHaveCountAsync(1);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Empty the trash…" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Expect(page.Page.GetByText("Removed 1 run.")).ToBeVisibleAsync();
        Assert.Equal(1, await CountAsync("tags contains 'from-the-page'"));
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task The_palette_finds_a_run_by_letters_and_the_keyboard_goes_there()
    {
        await using var page = await browser.OpenAsync(server.Url);
        await Expect(page.Page.GetByTestId("project")).ToBeVisibleAsync();
        await page.Page.Keyboard.PressAsync("Control+k");
        var input = page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Go to anything" });
        await input.FillAsync("bench0000123");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToContainTextAsync("-123");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**/runs/bench0000123");
        Assert.Empty(page.Problems);
    }

    private static ILocator Named(WatchedPage page, string name) =>
        page.Page.GetByTestId("table-row").GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    private async Task<string> NameAtAsync(int offset) => (await QueryAsync(new
    {
        offset,
        limit = 1,
        sort = new[] { new { column = "config.seed", descending = false }, new { column = "name", descending = false } },
    })).GetProperty("runs")[0].GetProperty("name").GetString()!;

    private async Task<int> CountAsync(string filter) => (await QueryAsync(new { filter, limit = 0 })).GetProperty("total").GetInt32();

    private Task<JsonElement> QueryAsync(object query) => server.Api.PostAsync($"/projects/{FilledServer.Project}/runs/query", query);
}
