using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>Measures a server through the protocol of W&amp;B's clients: any server that speaks it.</summary>
internal sealed class WandbBench
{
    private const int UpsertCount = 100;
    private const int SmallCount = 500;

    // Any well-formed key is taken by a server of one user; another server's goes into the environment.
    private const string SampleKey = "0000000000000000000000000000000000000000";
    private readonly HttpClient _http;
    private readonly BenchOptions _options;
    private readonly Action<string> _tell;

    public WandbBench(HttpClient http, BenchOptions options, Action<string> tell)
    {
        (_http, _options, _tell) = (http, options, tell);
        var key = Environment.GetEnvironmentVariable("WANDB_API_KEY") is { Length: > 0 } given ? given : SampleKey;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{key}")));
    }

    public async Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        _tell("one request at a time");
        figures.AddRange(await MeasureSmallAsync(cancellationToken).ConfigureAwait(false));
        foreach (var connections in new[] { 1, _options.Connections }.Distinct())
        {
            _tell($"streaming for {_options.Duration.TotalSeconds:0} s over {connections} connections");
            figures.AddRange(await MeasureStreamAsync(connections, cancellationToken).ConfigureAwait(false));
        }

        return figures;
    }

    private async Task<IEnumerable<BenchFigure>> MeasureSmallAsync(CancellationToken cancellationToken)
    {
        var upsert = new Latencies();
        var path = "";
        for (var i = 0; i < UpsertCount; i++)
            path = await upsert.TimeAsync(() => UpsertAsync(cancellationToken)).ConfigureAwait(false);
        var stream = new Latencies();
        for (var i = 0; i < SmallCount; i++)
        {
            var row = JsonSerializer.Serialize($$"""{"_step":{{i}},"_timestamp":{{1_700_000_000 + i}},"loss":0.{{i + 1}}}""");
            var body = Encoding.UTF8.GetBytes(
                $$$"""{"files":{"wandb-history.jsonl":{"offset":{{{i}}},"content":[{{{row}}}] } } }""");
            await stream.TimeAsync(() => PostAsync(path, body, cancellationToken)).ConfigureAwait(false);
        }

        return [.. upsert.Figures("upsert a new run"), .. stream.Figures("stream one point, durable")];
    }

    private async Task<IEnumerable<BenchFigure>> MeasureStreamAsync(int connections, CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        long points = 0;
        var start = Stopwatch.GetTimestamp();
        var writers = Enumerable.Range(0, connections).Select(async seed =>
        {
            var path = await UpsertAsync(cancellationToken).ConfigureAwait(false);
            var payload = MetricPayload.Wandb(_options.Rows, _options.Keys, seed);
            var time = 1_700_000_000_000 + seed;
            for (long step = 0; Stopwatch.GetElapsedTime(start) < _options.Duration; step += payload.Rows)
            {
                payload.Renumber(step, time + (step * 10));
                await latencies.TimeAsync(() => PostAsync(path, payload.Bytes, cancellationToken)).ConfigureAwait(false);
                Interlocked.Add(ref points, payload.Points);
            }
        });
        await Task.WhenAll(writers).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var name = connections == 1 ? "1 connection" : $"{connections} connections";
        return
        [
            new BenchFigure(
                $"file_stream, {name}, durable", points / seconds, "points/s",
                $"{points:N0} points, {_options.Rows} rows x {_options.Keys} keys a request"),
            .. latencies.Figures($"a request, {name}"),
        ];
    }

    private async Task<string> UpsertAsync(CancellationToken cancellationToken)
    {
        const string Query =
            "mutation UpsertBucket($entity: String, $project: String, $config: JSONString) { upsertBucket(input: {entityName: $entity, " +
            "modelName: $project, config: $config}) { bucket { name project { name entity { name } } } inserted } }";
        var (entity, project) = _options.Project.Split('/', 2) is [var team, var name] ? (team, name) : ("", _options.Project);
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"query":{{{JsonSerializer.Serialize(Query)}}},"variables":{"entity":"{{{entity}}}","project":"{{{project}}}","config":"{}"}}""");
        using var answer = JsonDocument.Parse(await PostAsync("graphql", body, cancellationToken).ConfigureAwait(false));
        if (answer.RootElement.TryGetProperty("errors", out var errors))
            throw new HttpRequestException($"upsertBucket: {errors}");
        var run = answer.RootElement.GetProperty("data").GetProperty("upsertBucket").GetProperty("bucket");
        var made = run.GetProperty("project");
        return $"files/{made.GetProperty("entity").GetProperty("name")}/{made.GetProperty("name")}/{run.GetProperty("name")}/file_stream";
    }

    private async Task<byte[]> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync(path, content, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? answer
            : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }
}
