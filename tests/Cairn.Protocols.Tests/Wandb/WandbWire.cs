using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

/// <summary>Speaks to a server as W&amp;B's clients do, with the documents that they send.</summary>
public sealed class WandbWire(RunningServer server)
{
    private const string Upsert =
        """
        mutation UpsertBucket($id: String, $name: String, $project: String, $entity: String, $groupName: String, $description: String,
            $displayName: String, $notes: String, $commit: String, $config: JSONString, $host: String, $debug: Boolean, $program: String,
            $repo: String, $jobType: String, $state: String, $sweep: String, $tags: [String!], $summaryMetrics: JSONString) {
          upsertBucket(input: {id: $id, name: $name, groupName: $groupName, modelName: $project, entityName: $entity,
              description: $description, displayName: $displayName, notes: $notes, config: $config, commit: $commit, host: $host,
              debug: $debug, jobProgram: $program, jobRepo: $repo, jobType: $jobType, state: $state, sweep: $sweep, tags: $tags,
              summaryMetrics: $summaryMetrics}) {
            bucket { id name displayName description config sweepName project { id name entity { id name } } historyLineCount }
            inserted
          }
        }
        """;

    /// <summary>Posts an operation; the answer may hold errors.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(string query, object? variables = null, string? key = null)
    {
        var body = JsonSerializer.Serialize(new { query, variables, operationName = "" });
        return await SendAsync(HttpMethod.Post, "/graphql", new StringContent(body, Encoding.UTF8, "application/json"), key);
    }

    /// <summary>The data of an operation that has to succeed.</summary>
    public async Task<JsonElement> DataAsync(string query, object? variables = null)
    {
        var (status, json) = await PostAsync(query, variables);
        Assert.True(status == HttpStatusCode.OK && !json.TryGetProperty("errors", out _), $"{status} {json}");
        return json.GetProperty("data");
    }

    public async Task<JsonElement> UpsertAsync(object variables) =>
        (await DataAsync(Upsert, variables)).GetProperty("upsertBucket");

    /// <summary>Makes a run as a client does at init; answers the path of its files.</summary>
    public async Task<string> StartAsync(string project, string run, string config = """{"_wandb":{"value":{"t":{"4":"3.11"}}}}""")
    {
        var bucket = (await UpsertAsync(new { project, name = run, config })).GetProperty("bucket");
        var home = bucket.GetProperty("project");
        return $"/files/{home.GetProperty("entity").GetProperty("name")}/{home.GetProperty("name")}/{Uri.EscapeDataString(run)}";
    }

    /// <summary>Streams lines of one file.</summary>
    public Task<(HttpStatusCode Status, JsonElement Json)> StreamAsync(
        string path, string file, int offset, params string[] lines) =>
        StreamAsync(path, new { files = new Dictionary<string, object> { [file] = new { offset, content = lines } } });

    public Task<(HttpStatusCode Status, JsonElement Json)> HistoryAsync(string path, int offset, params string[] lines) =>
        StreamAsync(path, "wandb-history.jsonl", offset, lines);

    /// <summary>Posts any body to file_stream.</summary>
    public Task<(HttpStatusCode Status, JsonElement Json)> StreamAsync(string path, object body, string? writer = null) =>
        StreamRawAsync(path, JsonSerializer.Serialize(body), writer);

    public async Task<(HttpStatusCode Status, JsonElement Json)> StreamRawAsync(string path, string body, string? writer = null)
    {
        var content = new StringContent(body, Encoding.UTF8, "application/json");
        if (writer is not null)
        {
            content.Headers.Add("X-WANDB-USE-ASYNC-FILESTREAM", "true");
            content.Headers.Add("X-WANDB-ASYNC-CLIENT-ID", writer);
        }

        return await SendAsync(HttpMethod.Post, path + "/file_stream", content);
    }

    /// <summary>A run's fields through the public API.</summary>
    public async Task<JsonElement> RunAsync(string project, string run, string fields) =>
        (await DataAsync(
            $$"""query Run($project: String!, $entity: String, $name: String!) { project(name: $project, entityName: $entity) { run(name: $name) { {{fields}} } } }""",
            new { project, entity = "", name = run })).GetProperty("project").GetProperty("run");

    public async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + key)));
        }

        using var response = await server.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json" && text.Length > 0;
        return (response.StatusCode, isJson ? JsonElement.Parse(text) : default);
    }

    /// <summary>Puts bytes to an address that was given out; no key goes along.</summary>
    public async Task<HttpStatusCode> PutAsync(string url, byte[] bytes)
    {
        using var response = await server.Http.PutAsync(url, new ByteArrayContent(bytes));
        return response.StatusCode;
    }

    public static string NewProject() => $"p{Guid.NewGuid():n}";
}
