using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

/// <summary>A running server, spoken to in MLflow's way.</summary>
public sealed class MlflowServer : IAsyncLifetime
{
    public RunningServer Server { get; } = new();

    public HttpClient Http => Server.Http;

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A call that has to succeed.</summary>
    public async Task<JsonElement> PostAsync(string path, string body)
    {
        var (status, json) = await Server.PostAsync(Path(path), body);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {json}");
        return json;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, json) = await Server.GetAsync(Path(path));
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {json}");
        return json;
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string body)
    {
        var (status, json) = await Server.SendAsync(method, Path(path), body);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {json}");
        return json;
    }

    /// <summary>A call that has to be refused with this status and code; answers the message.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, string? body, int status, string code)
    {
        var (got, json) = await Server.SendAsync(method, Path(path), body);
        Assert.True((int)got == status, $"{path} {body}: {(int)got} {json}");
        Assert.Equal(code, json.GetProperty("error_code").GetString());
        return json.GetProperty("message").GetString()!;
    }

    public Task<string> RefusedAsync(string path, string body, string code = "INVALID_PARAMETER_VALUE", int status = 400) =>
        RefusedAsync(HttpMethod.Post, path, body, status, code);

    public async Task<string> CreateExperimentAsync(string? name = null, string fields = "")
    {
        var json = await PostAsync("experiments/create", $$"""{"name":"{{name ?? $"e{Guid.NewGuid():n}"}}"{{(fields.Length > 0 ? "," + fields : "")}}}""");
        return json.GetProperty("experiment_id").GetString()!;
    }

    public async Task<string> CreateRunAsync(string experiment = "0", string fields = "")
    {
        var json = await PostAsync("runs/create", $$"""{"experiment_id":"{{experiment}}","start_time":1000{{(fields.Length > 0 ? "," + fields : "")}}}""");
        return json.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    public async Task<JsonElement> GetRunAsync(string run) =>
        (await GetAsync($"runs/get?run_id={run}")).GetProperty("run");

    /// <summary>The names of the runs that a search finds, in order.</summary>
    public async Task<string> SearchAsync(string experiment, string? filter = null, string fields = "")
    {
        var json = await PostAsync(
            "runs/search",
            $$"""{"experiment_ids":["{{experiment}}"],"filter":{{JsonSerializer.Serialize(filter ?? "")}}{{(fields.Length > 0 ? "," + fields : "")}}}""");
        return json.TryGetProperty("runs", out var runs)
            ? string.Join(' ', runs.EnumerateArray().Select(run => run.GetProperty("info").GetProperty("run_name").GetString()))
            : "";
    }

    private static string Path(string path) => path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}";
}
