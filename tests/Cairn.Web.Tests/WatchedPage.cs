using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Cairn.Web.Tests;

/// <summary>A page whose uncaught errors are kept, and whose charts can be read.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    public const int Limit = 60_000;
    private readonly ConcurrentQueue<string> _problems = [];

    public WatchedPage(IPage page)
    {
        Page = page;
        page.SetDefaultTimeout(Limit);
        page.PageError += (_, error) => _problems.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                _problems.Enqueue($"{message.Text} ({message.Location})");
        };
    }

    public IPage Page { get; }

    /// <summary>Uncaught errors and what was written to the browser's console as one.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    public ILocator Chart(string metric) => Page.Locator($"[data-testid=chart][data-metric='{metric}']");

    /// <summary>What a chart draws; null while it is not there.</summary>
    public async Task<DrawnChart?> ReadAsync(string metric)
    {
        var text = await Page.EvaluateAsync<string?>(
            "metric => { const chart = window.__cairn?.charts[metric]; return chart ? JSON.stringify(chart) : null; }", metric);
        return text is null ? null : JsonSerializer.Deserialize<DrawnChart>(text, JsonSerializerOptions.Web);
    }

    /// <summary>Waits until a chart draws what is asked for; answers it.</summary>
    public async Task<DrawnChart> ReadWhenAsync(string metric, Func<DrawnChart, bool> fits, TimeSpan limit)
    {
        DrawnChart? last = null;
        for (var until = DateTime.UtcNow + limit; DateTime.UtcNow < until;)
        {
            last = await ReadAsync(metric);
            if (last is not null && fits(last))
                return last;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        var lines = last?.Lines.Select(line => $"{line.Name}: {line.X.Length} points to step {line.X.LastOrDefault()}");
        throw new TimeoutException(
            $"The chart of {metric} did not come to draw what was expected within {limit}; " +
            $"it has {(lines is null ? "not appeared" : string.Join("; ", lines))}. Errors: {string.Join(" | ", Problems)}");
    }

    /// <summary>Red, green and blue (0 to 255) of an element's background.</summary>
    public Task<int[]> BackgroundAsync(string selector) => Page.EvaluateAsync<int[]>(
        """
        selector => {
          const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
          canvas.fillStyle = getComputedStyle(document.querySelector(selector)).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }
        """, selector);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
