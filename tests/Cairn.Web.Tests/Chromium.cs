using Microsoft.Playwright;

namespace Cairn.Web.Tests;

/// <summary>The system's Chromium, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/opt/google/chrome/chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("CAIRN_CHROMIUM");
        var program = given is { Length: > 0 } ? given : Places.FirstOrDefault(File.Exists);
        if (program is null || !File.Exists(program))
            throw new FileNotFoundException(
                $"There is no Chromium at {program ?? string.Join(", ", Places)}. Install it or set CAIRN_CHROMIUM to one.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            Args = Flags,
            Timeout = 90_000,
        });
    }

    /// <summary>Opens an address in a window of its own, without anything kept from earlier ones.</summary>
    internal async Task<WatchedPage> OpenAsync(string url, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = 1440, Height = 900 },
        });
        var page = new WatchedPage(await context.NewPageAsync());
        await page.Page.GotoAsync(url);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
