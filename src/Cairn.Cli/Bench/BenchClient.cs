using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>Speaks the native API with as little work of its own as possible.</summary>
internal sealed class BenchClient(HttpClient http, string project)
{
    private static readonly TimeSpan FoldLimit = TimeSpan.FromMinutes(3);

    /// <summary>Starts a run; answers its id.</summary>
    public async Task<long> CreateRunAsync(string group, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"project":"{{project}}","group":"{{group}}","source":"bench"}""");
        using var json = JsonDocument.Parse(await SendAsync("api/v1/runs", body, "application/json", cancellationToken).ConfigureAwait(false));
        return json.RootElement.GetProperty("run").GetProperty("id").GetInt64();
    }

    public Task LogAsync(long run, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        DrainAsync($"api/v1/runs/{run}/log", body, "application/x-ndjson", cancellationToken);

    /// <summary>Asks a chart's question and reads the answer, without keeping it.</summary>
    public Task<long> QuerySeriesAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken) =>
        DrainAsync("api/v1/series/query", question, "application/json", cancellationToken);

    public Task<long> QueryRunsAsync(ReadOnlyMemory<byte> question, CancellationToken cancellationToken) =>
        DrainAsync($"api/v1/projects/{project}/runs/query", question, "application/json", cancellationToken);

    public async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await http.GetByteArrayAsync(path, cancellationToken).ConfigureAwait(false));

    /// <summary>Waits until nothing is staged; answers the storage counters then, null where the server has none.</summary>
    public async Task<JsonElement?> WaitForFoldAsync(CancellationToken cancellationToken)
    {
        var limit = DateTime.UtcNow + FoldLimit;
        while (true)
        {
            using var server = await GetAsync("api/v1/server", cancellationToken).ConfigureAwait(false);
            if (!server.RootElement.TryGetProperty("storage", out var storage))
                return null;
            if (storage.GetProperty("stagedBytes").GetInt64() == 0 || DateTime.UtcNow > limit)
                return storage.Clone();
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The process of the server.</summary>
    public async Task<int> ProcessAsync(CancellationToken cancellationToken)
    {
        using var server = await GetAsync("api/v1/server", cancellationToken).ConfigureAwait(false);
        return server.RootElement.GetProperty("pid").GetInt32();
    }

    private async Task<byte[]> SendAsync(string path, byte[] body, string contentType, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, body, contentType, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> DrainAsync(
        string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        using var response = await PostAsync(path, body, contentType, cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(256 << 10);
        long total = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            total += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return total;
    }

    private async Task<HttpResponseMessage> PostAsync(
        string path, ReadOnlyMemory<byte> body, string contentType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            throw new HttpRequestException(
                $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)}");
        }
    }
}
