using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>Measures a Cairn server through its own API.</summary>
internal sealed class NativeBench(HttpClient http, BenchOptions options, Action<string> tell)
{
    private const int CreateCount = 100;
    private const int SmallCount = 500;
    private const int ChartRepeats = 30;
    private static readonly TimeSpan FoldLimit = TimeSpan.FromSeconds(90);

    public async Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        tell("one request at a time");
        figures.AddRange(await MeasureSmallAsync(cancellationToken).ConfigureAwait(false));
        tell($"logging for {options.Duration.TotalSeconds:0} s over {options.Connections} connections");
        figures.AddRange(await MeasureIngestAsync(cancellationToken).ConfigureAwait(false));
        tell("waiting until everything is folded");
        figures.AddRange(await MeasureBytesAsync(cancellationToken).ConfigureAwait(false));
        tell($"{options.ChartRuns} runs x {options.ChartPoints:N0} points for charts");
        figures.AddRange(await MeasureChartsAsync(cancellationToken).ConfigureAwait(false));
        return figures;
    }

    private async Task<IEnumerable<BenchFigure>> MeasureSmallAsync(CancellationToken cancellationToken)
    {
        var create = new Latencies();
        long run = 0;
        for (var i = 0; i < CreateCount; i++)
            run = await create.TimeAsync(() => CreateRunAsync("small", cancellationToken)).ConfigureAwait(false);
        var log = new Latencies();
        for (var i = 0; i < SmallCount; i++)
        {
            var body = Encoding.UTF8.GetBytes(
                $$$"""{"step":{{{i}}},"time":{{{1_700_000_000_000 + i}}},"metrics":{"loss":0.{{{i + 1}}}}}""");
            await log.TimeAsync(() => LogAsync(run, body, cancellationToken)).ConfigureAwait(false);
        }

        return [.. create.Figures("create a run"), .. log.Figures("log one point, durable")];
    }

    private async Task<IEnumerable<BenchFigure>> MeasureIngestAsync(CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        long points = 0;
        var start = Stopwatch.GetTimestamp();
        var writers = Enumerable.Range(0, options.Connections).Select(async seed =>
        {
            var run = await CreateRunAsync("ingest", cancellationToken).ConfigureAwait(false);
            var payload = MetricPayload.Native(options.Rows, options.Keys, seed);
            var time = 1_700_000_000_000 + seed;
            for (long step = 0; Stopwatch.GetElapsedTime(start) < options.Duration; step += payload.Rows)
            {
                payload.Renumber(step, time + (step * 10));
                await latencies.TimeAsync(() => LogAsync(run, payload.Bytes, cancellationToken)).ConfigureAwait(false);
                Interlocked.Add(ref points, payload.Points);
            }
        });
        await Task.WhenAll(writers).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return
        [
            new BenchFigure(
                "ingest, durable", points / seconds, "points/s",
                $"{points:N0} points, {options.Connections} connections, {options.Rows} rows x {options.Keys} keys a request"),
            .. latencies.Figures("a request while ingesting"),
        ];
    }

    private async Task<IEnumerable<BenchFigure>> MeasureBytesAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var server = await GetAsync("api/v1/server", cancellationToken).ConfigureAwait(false);
            if (!server.RootElement.TryGetProperty("storage", out var storage))
                return [];
            var staged = storage.GetProperty("stagedBytes").GetInt64();
            if (staged == 0 || Stopwatch.GetElapsedTime(start) > FoldLimit)
            {
                var points = storage.GetProperty("points").GetInt64();
                var bytes = storage.GetProperty("chunkBytes").GetInt64() + staged;
                return
                [
                    new BenchFigure(
                        "disk", bytes / (double)Math.Max(1, points), "bytes/point",
                        $"{points:N0} points of the whole server" + (staged == 0 ? "" : $"; {staged:N0} bytes still staged")),
                ];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IEnumerable<BenchFigure>> MeasureChartsAsync(CancellationToken cancellationToken)
    {
        var runs = new List<long>();
        for (var i = 0; i < options.ChartRuns; i++)
        {
            var run = await CreateRunAsync("chart", cancellationToken).ConfigureAwait(false);
            runs.Add(run);
            var payload = MetricPayload.Native(options.ChartPoints, 1, i);
            payload.Renumber(0, 1_700_000_000_000);
            await LogAsync(run, payload.Bytes, cancellationToken).ConfigureAwait(false);
        }

        _ = await MeasureBytesAsync(cancellationToken).ConfigureAwait(false);
        var figures = new List<BenchFigure>();
        foreach (var count in new[] { 10, options.ChartRuns }.Distinct().Where(count => count <= runs.Count))
        {
            var latencies = new Latencies();
            var question = Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"runs":[{{string.Join(',', runs.Take(count))}}],"keys":["train/metric_00"],"buckets":1000}"""));
            _ = await PostAsync("api/v1/series/query", question, "application/json", cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < ChartRepeats; i++)
            {
                await latencies.TimeAsync(
                    () => PostAsync("api/v1/series/query", question, "application/json", cancellationToken)).ConfigureAwait(false);
            }

            figures.AddRange(latencies.Figures(
                $"chart, {count} runs", $"{options.ChartPoints:N0} points a run to 1,000 buckets, warm"));
        }

        return figures;
    }

    private async Task<long> CreateRunAsync(string group, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"project":"{{options.Project}}","group":"{{group}}","source":"bench"}""");
        var answer = await PostAsync("api/v1/runs", body, "application/json", cancellationToken).ConfigureAwait(false);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("run").GetProperty("id").GetInt64();
    }

    private Task<byte[]> LogAsync(long run, byte[] body, CancellationToken cancellationToken) =>
        PostAsync($"api/v1/runs/{run}/log", body, "application/x-ndjson", cancellationToken);

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        JsonDocument.Parse(await http.GetByteArrayAsync(path, cancellationToken).ConfigureAwait(false));

    private async Task<byte[]> PostAsync(
        string path, byte[] body, string contentType, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await http.PostAsync(path, content, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? answer
            : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }
}
