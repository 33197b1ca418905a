using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client.Sending;

/// <summary>Speaks HTTP with one server. Never throws for what the server or the network does.</summary>
internal sealed class ApiConnection : IDisposable
{
    public const string Fallback = "http://localhost:8080";

    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly HttpClient _http;
    private readonly bool _compress;

    public ApiConnection(string server, bool? compress = null)
    {
        Server = Normalize(server) ?? throw new ArgumentException($"'{server}' is no server address", nameof(server));
        var address = new Uri(Server + "/", UriKind.Absolute);
        _compress = compress ?? !address.IsLoopback;
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            UseCookies = false,
        };
        // Each request has its own limit: an upload of gigabytes may take long, a log request may not.
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("cairn-dotnet/0.1");
    }

    /// <summary>The server's base address, without a slash at the end.</summary>
    public string Server { get; }

    /// <summary>The server address a run uses when it names none.</summary>
    public static string DefaultServer =>
        Environment.GetEnvironmentVariable("CAIRN_URL") is { Length: > 0 } url ? url : Fallback;

    /// <summary>An address without a slash at the end, with <c>http://</c> where no scheme is named; null for no address.</summary>
    public static string? Normalize(string server)
    {
        var text = server.Trim().TrimEnd('/');
        if (!text.Contains("://", StringComparison.Ordinal))
            text = "http://" + text;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? text : null;
    }

    public Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, TimeSpan.FromSeconds(30), cancellationToken);

    public Task<ApiAnswer> SendJsonAsync(
        HttpMethod method, string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) =>
        SendAsync(method, path, Typed(new ReadOnlyMemoryContent(json), Json), TimeSpan.FromSeconds(30), cancellationToken);

    /// <summary>Sends newline-delimited JSON, compressed where that pays.</summary>
    public Task<ApiAnswer> SendLinesAsync(string path, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken)
    {
        HttpContent content;
        if (_compress && lines.Length > 1024)
        {
            var packed = new MemoryStream(lines.Length / 4);
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(lines.Span);
            content = new ByteArrayContent(packed.GetBuffer(), 0, (int)packed.Length);
            content.Headers.ContentEncoding.Add("gzip");
        }
        else
        {
            content = new ReadOnlyMemoryContent(lines);
        }

        return SendAsync(HttpMethod.Post, path, Typed(content, Lines), TimeSpan.FromSeconds(60), cancellationToken);
    }

    /// <summary>Sends a file's bytes; <paramref name="length"/> decides how long that may take.</summary>
    public Task<ApiAnswer> SendFileAsync(
        string path, HttpContent content, long length, CancellationToken cancellationToken)
    {
        // Slower than 64 KiB/s is taken for a dead connection.
        var limit = TimeSpan.FromSeconds(60 + length / (64 << 10));
        return SendAsync(HttpMethod.Put, path, content, limit, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/v1" + path) { Content = content };
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        try
        {
            using var response = await _http.SendAsync(request, timer.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(timer.Token).ConfigureAwait(false);
            return Judge(response, body);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return new ApiAnswer(ApiOutcome.Away, 0, null, $"no answer within {limit.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return new ApiAnswer(ApiOutcome.Away, 0, null, e.GetBaseException().Message);
        }
    }

    private static ApiAnswer Judge(HttpResponseMessage response, byte[] body)
    {
        var status = (int)response.StatusCode;
        var json = Parse(body);
        if (response.IsSuccessStatusCode)
            return new ApiAnswer(ApiOutcome.Done, status, json, "");
        var members = json as JsonObject;
        var problem = string.Join(": ",
            new[] { $"{status}", Text(members, "title") ?? response.ReasonPhrase, Text(members, "detail"), Text(members, "remedy") }
                .Where(part => !string.IsNullOrEmpty(part)));
        var outcome = status switch
        {
            429 or 503 => ApiOutcome.Busy,
            401 or 403 => ApiOutcome.Forbidden,
            408 or < 400 or >= 500 => ApiOutcome.Away,
            _ => ApiOutcome.Refused,
        };
        var after = response.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - DateTimeOffset.UtcNow : null);
        return new ApiAnswer(outcome, status, json, problem, wait > TimeSpan.Zero ? wait : null);
    }

    private static string? Text(JsonObject? members, string name) =>
        members?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HttpContent Typed(HttpContent content, MediaTypeHeaderValue type)
    {
        content.Headers.ContentType = type;
        return content;
    }
}
