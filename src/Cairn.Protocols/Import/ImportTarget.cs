using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import;

/// <summary>The server that a history is brought to, over its native API and, for the registry, MLflow's.</summary>
internal sealed class ImportTarget : IDisposable
{
    private const int Tries = 6;
    private readonly HttpClient _http;

    public ImportTarget(string url)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || !address.Scheme.StartsWith("http", StringComparison.Ordinal))
            throw new ImportException($"'{url}' is no address of a server. Give one such as --url http://localhost:8080");
        Url = url.TrimEnd('/');
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Url { get; }

    public void Dispose() => _http.Dispose();

    /// <exception cref="ImportException">No Cairn server answers there.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        ImportAnswer answer;
        try
        {
            answer = await SendAsync(HttpMethod.Get, "api/v1/server", null, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ImportException($"{Url} did not answer within 30 seconds.");
        }

        if (!answer.Ok || answer.Json.ValueKind != JsonValueKind.Object || !answer.Json.TryGetProperty("version", out _))
            throw new ImportException($"{Url} did not answer as a Cairn server does. Start one (cairn serve) or give its --url.");
    }

    /// <summary>Makes a project where it is missing; its description is only for a new one.</summary>
    public Task<ImportAnswer> OpenProjectAsync(string path, string? description, CancellationToken cancellationToken)
    {
        var (team, name) = Core.Projects.ProjectRules.SplitPath(path);
        return PostAsync(
            "api/v1/projects",
            new JsonObject { ["team"] = team, ["name"] = name, ["description"] = description },
            cancellationToken);
    }

    /// <summary>The run of that uid; null when the project has none.</summary>
    public async Task<TargetRun?> FindRunAsync(string project, string uid, CancellationToken cancellationToken)
    {
        var (team, name) = Core.Projects.ProjectRules.SplitPath(project);
        var answer = await SendAsync(
            HttpMethod.Get,
            $"api/v1/projects/{Uri.EscapeDataString(team)}/{Uri.EscapeDataString(name)}/runs/{Uri.EscapeDataString(uid)}",
            null,
            cancellationToken);
        return answer.Ok ? TargetRun.From(answer.Json) : null;
    }

    public Task<ImportAnswer> ChangeRunAsync(long run, JsonObject change, CancellationToken cancellationToken) =>
        SendJsonAsync(HttpMethod.Patch, $"api/v1/runs/{run}", change, cancellationToken);

    public Task<ImportAnswer> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendJsonAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>A call of MLflow's API, such as <c>registered-models/create</c>.</summary>
    public Task<ImportAnswer> MlflowAsync(HttpMethod method, string call, JsonObject? body, CancellationToken cancellationToken) =>
        body is null
            ? SendAsync(method, $"api/2.0/mlflow/{call}", null, cancellationToken)
            : SendJsonAsync(method, $"api/2.0/mlflow/{call}", body, cancellationToken);

    public Task<ImportAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<ImportAnswer> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, cancellationToken);

    public Task<ImportAnswer> LogAsync(long run, ReadOnlyMemory<byte> lines, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        $"api/v1/runs/{run}/log",
        _ =>
        {
            HttpContent content = new ReadOnlyMemoryContent(lines);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            return Task.FromResult(content);
        },
        cancellationToken);

    /// <summary>Sends a file's bytes as they are read.</summary>
    public Task<ImportAnswer> PutFileAsync(long run, ImportedFile file, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put,
        $"api/v1/runs/{run}/files/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}",
        async token => new StreamContent(await file.Open(token)),
        cancellationToken);

    /// <summary>Sends a file's bytes to a path of the artifact proxy as they are read.</summary>
    public Task<ImportAnswer> PutArtifactAsync(string path, ImportedFile file, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Put,
        $"api/2.0/mlflow-artifacts/artifacts/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}",
        async token => new StreamContent(await file.Open(token)),
        cancellationToken);

    private Task<ImportAnswer> SendJsonAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken)
    {
        var text = body.ToJsonString();
        return SendAsync(
            method,
            path,
            _ => Task.FromResult<HttpContent>(new StringContent(text, Encoding.UTF8, "application/json")),
            cancellationToken);
    }

    private async Task<ImportAnswer> SendAsync(
        HttpMethod method, string path, Func<CancellationToken, Task<HttpContent>>? content, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, path);
            if (content is not null)
                request.Content = await content(cancellationToken);
            try
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                var busy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
                if (!busy || attempt == Tries)
                    return new ImportAnswer(response.StatusCode, await ReadAsync(response, cancellationToken));
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancellationToken);
            }
            catch (HttpRequestException exception)
            {
                throw new ImportException(
                    $"{Url} does not answer: {exception.Message}. What has come stays; repeat the command to go on.", exception);
            }
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return isJson && bytes.Length > 0 ? JsonElement.Parse(bytes) : default;
    }
}
