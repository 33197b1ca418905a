using System.Net;
using System.Text;
using System.Text.Json;
using Cairn.Core;
using Cairn.Server;

namespace Cairn.Protocols.Tests;

/// <summary>A whole server on real Kestrel and real SQLite, in a temporary folder that goes with it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");
    private CairnServer? _server;

    public HttpClient Http { get; private set; } = new();

    public string Url => _server!.Url;

    /// <summary>Below the protocols, for what only a foreign one can make.</summary>
    public CairnStore Store => _server!.Store;

    public string Folder => _folder.FullName;

    public ValueTask InitializeAsync() => StartAsync();

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A project of its own for each test.</summary>
    public static string NewProject() => $"test/p{Guid.NewGuid():n}";

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(string path, string body) =>
        SendAsync(HttpMethod.Post, path, body);

    public Task<(HttpStatusCode Status, JsonElement Json)> LogAsync(long run, params string[] lines) =>
        SendAsync(HttpMethod.Post, $"/api/v1/runs/{run}/log", string.Join('\n', lines), "application/x-ndjson");

    /// <summary>Starts a run with further fields of RunStart; answers its id.</summary>
    public async Task<long> StartRunAsync(string project, string fields = "")
    {
        var (status, json) = await PostAsync("/api/v1/runs", $$"""{"project":"{{project}}"{{(fields.Length > 0 ? "," + fields : "")}}}""");
        Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, json.ToString());
        return json.GetProperty("run").GetProperty("id").GetInt64();
    }

    private async ValueTask StartAsync()
    {
        _server = await CairnServer.StartAsync(new ServerOptions { Port = 0, DataDirectory = _folder.FullName });
        Http = new HttpClient { BaseAddress = new Uri(_server.Url) };
    }

    private async Task StopAsync()
    {
        Http.Dispose();
        await _server!.DisposeAsync();
    }
}
