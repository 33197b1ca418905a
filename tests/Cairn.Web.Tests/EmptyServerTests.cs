using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cairn.Web.Tests;

public sealed class EmptyServerTests(Chromium browser)
{
    private const int Hang = 300_000;

    static EmptyServerTests() => SetDefaultExpectTimeout(WatchedPage.Limit);

    [Fact(Timeout = Hang)]
    public async Task A_new_server_shows_how_to_log_to_itself_and_then_the_first_project()
    {
        Installation.RequireWeb();
        using var data = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        await using var page = await browser.OpenAsync(server.Url);
        var start = page.Page.GetByRole(AriaRole.Region, new() { Name = "Getting started" });
        await Expect(start).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("The first stone is yours to lay")).ToBeVisibleAsync();
        foreach (var (client, says) in new[]
        {
            ("C#", $"Server = \"{server.Url}\""),
            ("wandb", $"WANDB_BASE_URL={server.Url}"),
            ("MLflow", $"MLFLOW_TRACKING_URI={server.Url}"),
            ("curl", $"{server.Url}/api/v1/runs"),
        })
        {
            await start.GetByRole(AriaRole.Tab, new() { Name = client }).ClickAsync();
            await Expect(start.Locator("pre")).ToContainTextAsync(says);
        }

        await Expect(page.Page.Locator("[role=status][data-status=live]")).ToBeVisibleAsync();
        await server.Api.PostAsync("/runs", new { project = "local/first", name = "by hand" });
        await page.Page.WaitForURLAsync("**/local/first");
        await Expect(page.Page.GetByTestId("run-row").Filter(new() { HasText = "by hand" })).ToBeVisibleAsync();
        Assert.Empty(page.Problems);
    }

    [Fact(Timeout = Hang)]
    public async Task A_page_outlives_its_server_and_catches_up_by_itself()
    {
        Installation.RequireWeb();
        using var data = new TemporaryFolder();
        var port = FreePort.Next();
        WatchedPage page;
        await using (var server = await RunningServer.StartAsync(data.Path, port))
        {
            page = await browser.OpenAsync(server.Url);
            await Expect(page.Page.Locator("[role=status][data-status=live]")).ToBeVisibleAsync();
            server.Process.Kill();
            await server.Process.WaitForExitAsync(TimeSpan.FromSeconds(10));
            await Expect(page.Page.Locator("[role=status][data-status=live]")).ToHaveCountAsync(0);
        }

        await using (page)
        await using (var server = await RunningServer.StartAsync(data.Path, port))
        {
            await server.Api.PostAsync("/runs", new { project = "local/meanwhile" });
            await page.Page.WaitForURLAsync("**/local/meanwhile");
            await Expect(page.Page.Locator("[role=status][data-status=live]")).ToBeVisibleAsync();
        }
    }
}
