using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Cli;

/// <summary>Asks a server over its native API; whatever goes wrong is a <see cref="CommandFailedException"/>.</summary>
internal sealed class ServerApi : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpClient _http;

    public ServerApi(string url)
    {
        Url = url.TrimEnd('/');
        _http = new HttpClient { BaseAddress = new Uri(Url + "/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>The server's address, without a slash at its end.</summary>
    public string Url { get; }

    /// <summary>GET below <c>/api/v1</c>.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>A request with a JSON body below <c>/api/v1</c>.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(method, path, body, cancellationToken).ConfigureAwait(false);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailedException(Problem(answer, text));
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>A file of a run; null when it has none of that path.</summary>
    public async Task<byte[]?> FileAsync(long run, string path, CancellationToken cancellationToken)
    {
        var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        using var answer = await AskAsync(HttpMethod.Get, $"/runs/{run}/files/{escaped}", null, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            return null;
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailedException(Problem(answer, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)));
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an answer's bytes to a file, however many there are.</summary>
    public async Task DownloadAsync(string path, string file, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1" + path);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
            throw new CommandFailedException(Problem(answer, await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)));
        var content = File.Create(file);
        await using (content.ConfigureAwait(false))
            await answer.Content.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> AskAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/v1" + path);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, Json);
        try
        {
            return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(
                $"no Cairn server answers at {Url} ({e.Message}). Start one with 'cairn serve', or name it with --url or CAIRN_URL.");
        }
    }

    private string Problem(HttpResponseMessage answer, string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject problem)
            {
                return string.Join(
                    ' ', new[] { "detail", "limit", "remedy" }.Select(name => problem[name]?.ToString()).Where(part => part is not null));
            }
        }
        catch (JsonException)
        {
            // Not one of Cairn's answers.
        }

        return $"{Url} answers {(int)answer.StatusCode} {answer.ReasonPhrase}; is it a Cairn server?";
    }
}
