using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

/// <summary>Every page by axe-core's rules for WCAG 2 A and AA, contrast among them, in light and dark.</summary>
public sealed class AccessibilityTests(FilledServer server, Chromium browser) : IClassFixture<FilledServer>
{
    private const int Hang = 300_000;

    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(
        Path.Combine(Installation.Root, "web", "node_modules", "axe-core", "axe.min.js")));

    [Theory(Timeout = Hang)]
    [InlineData("/", "text=Projects")]
    [InlineData("/bench/table", "[data-testid=run-row]")]
    [InlineData("/bench/table/table?cols=state,tags,notes,metrics.loss&delta=run:1&f=config.seed>=0", "[data-testid=table-row]")]
    [InlineData("/bench/table/table?g=config.optimizer", "[data-testid=group-row]")]
    [InlineData("/bench/table/runs/bench0000001", "text=optimizer")]
    [InlineData("/bench/table/runs/bench0000001?tab=charts", "[data-testid=chart]")]
    [InlineData("/bench/table/runs/bench0000001?tab=console", "main")]
    [InlineData("/bench/table/runs/bench0000001?tab=files", "main")]
    [InlineData("/bench/table/analyse", "[data-testid=parallel]")]
    [InlineData("/bench/table/sweeps", "text=No sweep yet")]
    [InlineData("/bench/table/reports", "text=No report yet")]
    [InlineData("/models", "main")]
    [InlineData("/trash", "text=The trash is empty")]
    public async Task A_page_can_be_read_and_used_by_all(string path, string awaited)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var page = await browser.OpenAsync(server.Url + path, scheme);
            await Expect(page.Page.Locator(awaited).First).ToBeVisibleAsync(new() { Timeout = WatchedPage.Limit });
            var violations = await ViolationsAsync(page);
            Assert.True(violations.Length == 0, $"{path}, {scheme}:\n{string.Join('\n', violations)}");
        }
    }

    [Fact(Timeout = Hang)]
    public async Task The_palette_and_the_shortcuts_can_be_read_and_used_by_all()
    {
        await using var page = await browser.OpenAsync(server.Url);
        await Expect(page.Page.GetByText("Go to…")).ToBeVisibleAsync(new() { Timeout = WatchedPage.Limit }); // before the page stands, keys go nowhere
        await page.Page.Keyboard.PressAsync("Control+k");
        await Expect(page.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync(new() { Timeout = WatchedPage.Limit });
        Assert.Empty(await ViolationsAsync(page));
        await page.Page.Keyboard.PressAsync("Escape");
        await page.Page.Keyboard.PressAsync("?");
        await Expect(page.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync(new() { Timeout = WatchedPage.Limit });
        Assert.Empty(await ViolationsAsync(page));
    }

    /// <summary>Each broken rule with the elements that break it.</summary>
    private static async Task<string[]> ViolationsAsync(WatchedPage page)
    {
        await page.Page.EvaluateAsync(Axe.Value);
        var result = await page.Page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })).violations.map(v =>
              `${v.id}: ${v.help}: ${v.nodes.slice(0, 5).map(n => `${n.target.join(' ')} ${n.any[0]?.message ?? ''}`).join(' | ')}`)
            """);
        return [.. result.EnumerateArray().Select(one => one.GetString()!)];
    }
}
