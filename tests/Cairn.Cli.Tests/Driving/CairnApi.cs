using System.Net.Http.Json;
using System.Text.Json;

namespace Cairn.Cli.Tests.Driving;

/// <summary>Asks a server over its own API.</summary>
internal sealed class CairnApi(string url) : IDisposable
{
    private const int Page = 5000;
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url + "/"), Timeout = TimeSpan.FromMinutes(1) };

    /// <summary>The answer as text, whatever is at <paramref name="path"/>.</summary>
    public Task<string> TextAsync(string path) => _http.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>A file's bytes.</summary>
    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);

    /// <summary>GET below <c>/api/v1</c>.</summary>
    public Task<JsonElement> GetAsync(string path) =>
        _http.GetFromJsonAsync<JsonElement>("api/v1" + path, TestContext.Current.CancellationToken);

    /// <summary>POST below <c>/api/v1</c>.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync("api/v1" + path, body, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    /// <summary>The ids of a project's runs by name, oldest first.</summary>
    public async Task<IReadOnlyList<(string Name, long Id, string Uid, string State)>> RunsAsync(string project)
    {
        var answer = await PostAsync($"/projects/{project}/runs/query", new
        {
            sort = new[] { new { column = "createdAt", descending = false } },
            limit = 1000,
        });
        return [.. answer.GetProperty("runs").EnumerateArray().Select(run => (
            run.GetProperty("name").GetString()!, run.GetProperty("id").GetInt64(), run.GetProperty("uid").GetString()!,
            run.GetProperty("state").GetString()!))];
    }

    /// <summary>Every point of a series as it was logged.</summary>
    public async Task<IReadOnlyList<(long Step, double Value)>> PointsAsync(long run, string key)
    {
        var points = new List<(long, double)>();
        for (string? after = null; ;)
        {
            var page = await GetAsync(
                $"/runs/{run}/points?key={Uri.EscapeDataString(key)}&limit={Page}" +
                (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"));
            foreach (var point in page.GetProperty("points").EnumerateArray())
                points.Add((point[0].GetInt64(), point[2].GetDouble()));
            if (!page.TryGetProperty("next", out var next) || next.ValueKind == JsonValueKind.Null)
                return points;
            after = next.ToString();
        }
    }

    /// <summary>Console lines from a number on: number, stream and text.</summary>
    public async Task<IReadOnlyList<(long Line, string Stream, string Text)>> ConsoleAsync(long run, long from = 0)
    {
        var answer = await GetAsync($"/runs/{run}/console?from={from}&limit={Page}");
        return [.. answer.GetProperty("lines").EnumerateArray().Select(line => (
            line.GetProperty("line").GetInt64(), line.GetProperty("stream").GetString()!,
            line.GetProperty("text").GetString()!))];
    }

    /// <summary>All records of a key.</summary>
    public async Task<IReadOnlyList<JsonElement>> RecordsAsync(long run, string key)
    {
        var answer = await GetAsync($"/runs/{run}/records?key={Uri.EscapeDataString(key)}&limit=1000");
        return [.. answer.GetProperty("records").EnumerateArray()];
    }

    public void Dispose() => _http.Dispose();
}
