using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Cli.Bench;

/// <summary>Measures any server that speaks MLflow's protocol: Cairn or MLflow's own.</summary>
internal sealed class MlflowBench(HttpClient http, BenchOptions options, Action<string> tell)
{
    private const string Root = "api/2.0/mlflow";
    private const string Metric = "train/loss";
    private const int SmallCount = 200;
    private const int BatchPoints = 1000;
    private const int HistoryPoints = 100_000;
    private const int HistoryPage = 25_000;
    private const int IntervalRuns = 100;
    private const int IntervalPoints = 1000;
    private const int IntervalResults = 320;
    private const int SearchRuns = 10_000;
    private const int SearchWriters = 8;
    private const int Repeats = 20;
    private const int HistoryRepeats = 5;
    private const long FirstTime = 1_700_000_000_000;

    public async Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        var experiment = await CreateExperimentAsync("main", cancellationToken).ConfigureAwait(false);
        tell("one request at a time");
        figures.AddRange(await MeasureSmallAsync(experiment, cancellationToken).ConfigureAwait(false));
        foreach (var writers in (int[])[1, 8])
        {
            tell($"log-batch for {options.Duration.TotalSeconds:0} s with {writers} writers");
            figures.AddRange(await MeasureBatchesAsync(experiment, writers, cancellationToken).ConfigureAwait(false));
        }

        tell($"a history of {HistoryPoints:N0} points");
        figures.AddRange(await MeasureHistoryAsync(experiment, cancellationToken).ConfigureAwait(false));
        tell($"{IntervalRuns} runs for charts");
        figures.AddRange(await MeasureIntervalsAsync(experiment, cancellationToken).ConfigureAwait(false));
        tell($"{SearchRuns:N0} runs to search in");
        figures.AddRange(await MeasureSearchAsync(cancellationToken).ConfigureAwait(false));
        return figures;
    }

    private async Task<IEnumerable<BenchFigure>> MeasureSmallAsync(string experiment, CancellationToken cancellationToken)
    {
        var (create, metric, parameter) = (new Latencies(), new Latencies(), new Latencies());
        var run = "";
        for (var i = 0; i < SmallCount; i++)
            run = await create.TimeAsync(() => CreateRunAsync(experiment, i, cancellationToken)).ConfigureAwait(false);
        for (var i = 0; i < SmallCount; i++)
        {
            var step = i;
            await metric.TimeAsync(() => PostAsync(
                "runs/log-metric",
                $$"""{"run_id":"{{run}}","key":"{{Metric}}","value":0.{{step + 1}},"timestamp":{{FirstTime + step}},"step":{{step}}}""",
                cancellationToken)).ConfigureAwait(false);
            await parameter.TimeAsync(() => PostAsync(
                "runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p{{step}}","value":"{{step}}"}""", cancellationToken)).ConfigureAwait(false);
        }

        return [.. create.Figures("create a run"), .. metric.Figures("log one metric"), .. parameter.Figures("log one parameter")];
    }

    private async Task<IEnumerable<BenchFigure>> MeasureBatchesAsync(
        string experiment, int writers, CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        long points = 0;
        var runs = await Task.WhenAll(Enumerable.Range(0, writers)
            .Select(i => CreateRunAsync(experiment, i, cancellationToken))).ConfigureAwait(false);
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(runs.Select(async run =>
        {
            for (long step = 0; Stopwatch.GetElapsedTime(start) < options.Duration; step += BatchPoints)
            {
                var body = Batch(run, step, BatchPoints);
                await latencies.TimeAsync(() => PostAsync("runs/log-batch", body, cancellationToken)).ConfigureAwait(false);
                Interlocked.Add(ref points, BatchPoints);
            }
        })).ConfigureAwait(false);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return
        [
            new BenchFigure($"log-batch, {writers} writers", points / seconds, "points/s", $"{points:N0} points, {BatchPoints:N0} a request"),
            .. latencies.Figures($"a batch, {writers} writers"),
        ];
    }

    private async Task<IEnumerable<BenchFigure>> MeasureHistoryAsync(string experiment, CancellationToken cancellationToken)
    {
        var run = await CreateRunAsync(experiment, 0, cancellationToken).ConfigureAwait(false);
        for (var step = 0; step < HistoryPoints; step += BatchPoints)
            await PostAsync("runs/log-batch", Batch(run, step, BatchPoints), cancellationToken).ConfigureAwait(false);
        var latencies = new Latencies();
        var count = 0;
        for (var i = 0; i < HistoryRepeats; i++)
            count = await latencies.TimeAsync(() => ReadHistoryAsync(run, cancellationToken)).ConfigureAwait(false);
        return latencies.Figures("get-history", $"{count:N0} points in pages of {HistoryPage:N0}");
    }

    private async Task<IEnumerable<BenchFigure>> MeasureIntervalsAsync(string experiment, CancellationToken cancellationToken)
    {
        var runs = new List<string>();
        for (var i = 0; i < IntervalRuns; i++)
        {
            var run = await CreateRunAsync(experiment, i, cancellationToken).ConfigureAwait(false);
            await PostAsync("runs/log-batch", Batch(run, 0, IntervalPoints), cancellationToken).ConfigureAwait(false);
            runs.Add(run);
        }

        var figures = new List<BenchFigure>();
        foreach (var count in (int[])[10, IntervalRuns])
        {
            var query = string.Concat(runs.Take(count).Select(run => $"&run_ids={run}"));
            var path = $"metrics/get-history-bulk-interval?metric_key={Uri.EscapeDataString(Metric)}&max_results={IntervalResults}{query}";
            var latencies = new Latencies();
            for (var i = 0; i < Repeats; i++)
                (await latencies.TimeAsync(() => GetAsync(path, cancellationToken)).ConfigureAwait(false)).Dispose();
            figures.AddRange(latencies.Figures($"bulk-interval, {count} runs", $"{IntervalPoints:N0} points a run, {IntervalResults} steps asked"));
        }

        return figures;
    }

    private async Task<IEnumerable<BenchFigure>> MeasureSearchAsync(CancellationToken cancellationToken)
    {
        var experiment = await CreateExperimentAsync("search", cancellationToken).ConfigureAwait(false);
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, SearchWriters).Select(async _ =>
        {
            for (var i = Interlocked.Increment(ref next); i < SearchRuns; i = Interlocked.Increment(ref next))
            {
                var run = await CreateRunAsync(experiment, i, cancellationToken).ConfigureAwait(false);
                await PostAsync(
                    "runs/log-batch",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""{"run_id":"{{run}}","metrics":[{"key":"acc","value":{{i % 1000 / 1000.0}},"timestamp":1}],"params":[{"key":"lr","value":"{{i % 17}}"}]}"""),
                    cancellationToken).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        var figures = new List<BenchFigure>();
        foreach (var (name, fields) in new[]
        {
            ("newest 50", "\"max_results\":50"),
            ("metric filter, order by a param, 50", "\"max_results\":50,\"filter\":\"metrics.acc > 0.5\",\"order_by\":[\"params.lr ASC\"]"),
            ("param filter, 1,000", "\"max_results\":1000,\"filter\":\"params.lr = '3'\""),
        })
        {
            var latencies = new Latencies();
            for (var i = 0; i < Repeats; i++)
            {
                await latencies.TimeAsync(() => PostAsync(
                    "runs/search", $$"""{"experiment_ids":["{{experiment}}"],{{fields}}}""", cancellationToken)).ConfigureAwait(false);
            }

            figures.AddRange(latencies.Figures($"search {SearchRuns:N0} runs: {name}"));
        }

        return figures;
    }

    private async Task<string> CreateExperimentAsync(string part, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await PostAsync(
            "experiments/create", $$"""{"name":"{{options.Project}}-{{part}}"}""", cancellationToken).ConfigureAwait(false));
        return json.RootElement.GetProperty("experiment_id").GetString()!;
    }

    private async Task<string> CreateRunAsync(string experiment, int number, CancellationToken cancellationToken)
    {
        using var json = JsonDocument.Parse(await PostAsync(
            "runs/create",
            $$"""{"experiment_id":"{{experiment}}","start_time":{{FirstTime + number}},"run_name":"run {{number}}"}""",
            cancellationToken).ConfigureAwait(false));
        return json.RootElement.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    private async Task<int> ReadHistoryAsync(string run, CancellationToken cancellationToken)
    {
        var count = 0;
        string? token = null;
        do
        {
            var path = $"metrics/get-history?run_id={run}&metric_key={Uri.EscapeDataString(Metric)}&max_results={HistoryPage}" +
                (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}");
            using var page = await GetAsync(path, cancellationToken).ConfigureAwait(false);
            count += page.RootElement.TryGetProperty("metrics", out var metrics) ? metrics.GetArrayLength() : 0;
            token = page.RootElement.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (!string.IsNullOrEmpty(token));
        return count;
    }

    // Values look like a loss: a falling curve with float32 noise.
    private static string Batch(string run, long firstStep, int points)
    {
        var text = new StringBuilder(points * 90);
        text.Append(CultureInfo.InvariantCulture, $$"""{"run_id":"{{run}}","metrics":[""");
        for (var i = 0; i < points; i++)
        {
            var step = firstStep + i;
#pragma warning disable CA5394 // Noise for a load generator.
            var value = (float)((2.0 / (1 + (step * 0.001))) + (Random.Shared.NextDouble() * 0.1));
#pragma warning restore CA5394
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(i == 0 ? "" : ",")}}{"key":"{{Metric}}","value":{{value:R}},"timestamp":{{FirstTime + step}},"step":{{step}}}""");
        }

        return text.Append("]}").ToString();
    }

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"{Root}/{path}", cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(answer)
            : throw new HttpRequestException($"{path[..Math.Min(80, path.Length)]}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }

    private async Task<byte[]> PostAsync(string path, string body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync($"{Root}/{path}", content, cancellationToken).ConfigureAwait(false);
        var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? answer
            : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }
}
