using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cairn.Cli.Bench;

/// <summary>Measures a Cairn server through its own API.</summary>
internal sealed class NativeBench(HttpClient http, BenchOptions options, MachineLimits limits, Action<string> tell)
{
    private const int CreateCount = 100;
    private const int SmallCount = 500;
    private const int FirstCharts = 20;
    private const int WarmingCharts = 150;
    private const int ChartRepeats = 30;
    private const double IngestBudget = 2_000_000;

    private readonly BenchClient _client = new(http, options.Project);

    public async Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        var figures = new List<BenchFigure>();
        var process = await _client.ProcessAsync(cancellationToken).ConfigureAwait(false);
        AddMemory(figures, "memory, idle", ServerMemory.Now(process), 100);
        tell("one request at a time");
        figures.AddRange(await MeasureSmallAsync(cancellationToken).ConfigureAwait(false));
        tell($"logging for {options.Duration.TotalSeconds:0} s over {options.Connections} connections");
        var ingest = await MeasureIngestAsync(cancellationToken).ConfigureAwait(false);
        figures.AddRange(ingest);
        AddMemory(figures, "memory, most under full ingest", ServerMemory.Most(process), 600);
        tell("waiting until everything is folded");
        figures.AddRange(await MeasureBytesAsync(cancellationToken).ConfigureAwait(false));
        tell($"{Math.Max(options.ChartRuns, options.ManyChartRuns):N0} runs x {options.ChartPoints:N0} points for charts");
        var runs = await FillChartsAsync(cancellationToken).ConfigureAwait(false);
        figures.AddRange(await MeasureChartsAsync(runs, cancellationToken).ConfigureAwait(false));
        tell("small requests and charts beside half of that load");
        figures.AddRange(await MeasureBesideAsync(runs, ingest[0].Value / 2, cancellationToken).ConfigureAwait(false));
        return figures;
    }

    private static void AddMemory(List<BenchFigure> figures, string name, double? megabytes, double budget)
    {
        if (megabytes is { } some)
            figures.Add(new BenchFigure(name, some, "MB", "resident") { Budget = budget });
    }

    private async Task<IEnumerable<BenchFigure>> MeasureSmallAsync(CancellationToken cancellationToken)
    {
        var create = new Latencies();
        long run = 0;
        for (var i = 0; i < CreateCount; i++)
            run = await create.TimeAsync(() => _client.CreateRunAsync("small", cancellationToken)).ConfigureAwait(false);
        var log = new Latencies();
        for (var i = 0; i < SmallCount; i++)
            await LogPointAsync(log, run, i, cancellationToken).ConfigureAwait(false);
        return [.. create.Figures("create a run"), .. OfFlush(log.Figures("log one point, durable"))];
    }

    private Task LogPointAsync(Latencies latencies, long run, int step, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"step":{{{step}}},"time":{{{1_700_000_000_000 + step}}},"metrics":{"loss":0.{{{step + 1}}}}}""");
        return latencies.TimeAsync(async () =>
        {
            await _client.LogAsync(run, body, cancellationToken).ConfigureAwait(false);
            return 0;
        });
    }

    private IEnumerable<BenchFigure> OfFlush(IEnumerable<BenchFigure> figures) => figures.Select(figure => figure with
    {
        OfLimit = figure.Value * limits.Flushes / 1000,
        Limit = "times one flush of the disk",
    });

    private async Task<IReadOnlyList<BenchFigure>> MeasureIngestAsync(CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        var (points, seconds) = await LoadAsync(options.Connections, options.Duration, double.MaxValue, latencies, cancellationToken)
            .ConfigureAwait(false);
        return
        [
            new BenchFigure(
                "ingest, durable", points / seconds, "points/s",
                $"{points:N0} points, {options.Connections} connections, {options.Rows} rows x {options.Keys} keys a request")
            {
                Budget = IngestBudget,
                OfLimit = points / seconds / limits.JsonPoints,
                Limit = "of one core tokenising the same JSON",
            },
            .. latencies.Figures("a request while ingesting"),
        ];
    }

    /// <summary>Logs at most so many points a second; answers how many, and in how many seconds.</summary>
    private async Task<(long Points, double Seconds)> LoadAsync(
        int connections, TimeSpan duration, double rate, Latencies latencies, CancellationToken cancellationToken)
    {
        long points = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async seed =>
        {
            await Task.Yield();
            var run = await _client.CreateRunAsync("ingest", cancellationToken).ConfigureAwait(false);
            var payload = MetricPayload.Native(options.Rows, options.Keys, seed);
            var time = 1_700_000_000_000 + seed;
            for (long step = 0; Stopwatch.GetElapsedTime(start) < duration; step += payload.Rows)
            {
                // Each connection keeps its own pace, a part of a turn behind the one before it: sixteen that start
                // together are a burst, and not half of a load.
                var turn = ((double)(step / payload.Rows) + ((double)seed / connections)) * payload.Points * connections / rate;
                if (turn - Stopwatch.GetElapsedTime(start).TotalSeconds is > 0 and var ahead)
                    await Task.Delay(TimeSpan.FromSeconds(Math.Min(ahead, 1)), cancellationToken).ConfigureAwait(false);
                payload.Renumber(step, time + (step * 10));
                await latencies.TimeAsync(async () =>
                {
                    await _client.LogAsync(run, payload.Bytes, cancellationToken).ConfigureAwait(false);
                    return 0;
                }).ConfigureAwait(false);
                Interlocked.Add(ref points, payload.Points);
            }
        })).ConfigureAwait(false);
        return (points, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private async Task<IEnumerable<BenchFigure>> MeasureBytesAsync(CancellationToken cancellationToken)
    {
        if (await _client.WaitForFoldAsync(cancellationToken).ConfigureAwait(false) is not { } storage)
            return [];
        var staged = storage.GetProperty("stagedBytes").GetInt64();
        var points = storage.GetProperty("points").GetInt64();
        var bytes = storage.GetProperty("chunkBytes").GetInt64() + staged;
        return
        [
            new BenchFigure(
                "disk, float32-born losses", bytes / (double)Math.Max(1, points), "bytes/point",
                $"{points:N0} points of the whole server" + (staged == 0 ? "" : $"; {staged:N0} bytes still staged")) { Budget = 3.6 },
        ];
    }

    private async Task<IReadOnlyList<long>> FillChartsAsync(CancellationToken cancellationToken)
    {
        var runs = new List<long>();
        var (two, one) = (MetricPayload.Native(options.ChartPoints, 2, 1), MetricPayload.Native(options.ChartPoints, 1, 1));
        for (var i = 0; i < Math.Max(options.ChartRuns, options.ManyChartRuns); i++)
        {
            var run = await _client.CreateRunAsync("chart", cancellationToken).ConfigureAwait(false);

            // The second is the other metric that a chart is drawn over.
            var payload = i < options.ChartRuns ? two : one;
            payload.Renumber(0, 1_700_000_000_000);
            await _client.LogAsync(run, payload.Bytes, cancellationToken).ConfigureAwait(false);
            runs.Add(run);
        }

        await _client.WaitForFoldAsync(cancellationToken).ConfigureAwait(false);
        return runs;
    }

    private async Task<IEnumerable<BenchFigure>> MeasureChartsAsync(IReadOnlyList<long> runs, CancellationToken cancellationToken)
    {
        var shift = 0;
        var figures = new List<BenchFigure>();

        // The first charts after a start are drawn by code that is still being compiled; the others come when it is.
        var first = new Latencies();
        for (var i = 0; i < FirstCharts; i++)
            await first.TimeAsync(() => AskAsync(options.ChartRuns, "step", again: false)).ConfigureAwait(false);
        figures.AddRange(first.Figures($"chart, {options.ChartRuns} runs by step, the first zooms after a start"));
        for (var i = 0; i < WarmingCharts; i++)
        {
            await AskAsync(options.ChartRuns, "step", again: false).ConfigureAwait(false);
            await AskAsync(options.ChartRuns, "metric:train/metric_01", again: false).ConfigureAwait(false);
        }

        foreach (var (count, axis, budget) in new (int, string, double?)[]
        {
            (10, "step", null), (options.ChartRuns, "step", 12), (options.ManyChartRuns, "step", 100),
            (options.ChartRuns, "metric:train/metric_01", null),
        }.Where(one => one.Item1 > 0).DistinctBy(one => (one.Item1, one.Item2)))
        {
            foreach (var again in new[] { true, false })
            {
                var latencies = new Latencies();
                long bytes = 0;
                for (var i = -3; i < ChartRepeats; i++)
                {
                    var timed = i < 0 ? new Latencies() : latencies;
                    bytes = await timed.TimeAsync(() => AskAsync(count, axis, again)).ConfigureAwait(false);
                }

                figures.AddRange(latencies.Figures(
                    $"chart, {count} runs by {axis}, {(again ? "asked before" : "another zoom")}",
                    $"{options.ChartPoints:N0} points a run to 1,000 buckets, warm").Select((figure, i) => figure with
                    {
                        Budget = i == 0 ? budget : null,
                        OfLimit = figure.Value * limits.CopyBytes / 1000 / bytes,
                        Limit = "times a copy of the answer in memory",
                    }));
            }
        }

        return figures;

        // Another range each time cannot be answered from what was worked out before.
        Task<long> AskAsync(int count, string axis, bool again) =>
            _client.QuerySeriesAsync(Question(runs.Take(count), axis, again ? 0 : ++shift), cancellationToken);
    }

    private async Task<IEnumerable<BenchFigure>> MeasureBesideAsync(
        IReadOnlyList<long> runs, double rate, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (small, chart) = (new Latencies(), new Latencies());
        var load = LoadAsync(options.Connections, options.Duration, rate, new Latencies(), cancellationToken);
        var run = await _client.CreateRunAsync("small", cancellationToken).ConfigureAwait(false);
        var question = Question(runs.Take(options.ChartRuns), "step", 0);
        var smalls = Task.Run(
            async () =>
            {
                for (var step = 0; !load.IsCompleted; step++)
                {
                    await LogPointAsync(small, run, step, cancellationToken).ConfigureAwait(false);
                    await Task.Delay(5, cancellationToken).ConfigureAwait(false);
                }
            },
            cancellationToken);
        while (!load.IsCompleted)
        {
            await chart.TimeAsync(() => _client.QuerySeriesAsync(question, cancellationToken)).ConfigureAwait(false);
            await Task.Delay(100, cancellationToken).ConfigureAwait(false);
        }

        await smalls.ConfigureAwait(false);
        var (points, seconds) = await load.ConfigureAwait(false);
        return
        [
            .. OfFlush(small.Figures("log one point beside half load", $"{points / seconds:N0} points/s beside it")
                .Select((figure, i) => figure with { Budget = i == 1 ? 10 : null })),
            new BenchFigure("log one point beside half load, slowest", small.Quantile(1), "ms", "folds and checkpoints included") { Budget = 250 },
            .. chart.Figures($"chart, {options.ChartRuns} runs beside half load")
                .Select((figure, i) => figure with { Budget = i == 1 ? 80 : null }),
        ];
    }

    private byte[] Question(IEnumerable<long> runs, string axis, int shift)
    {
        var range = shift == 0 ? ""
            : axis == "step" ? $",\"from\":{MetricPayload.FirstStep + shift},\"to\":{MetricPayload.FirstStep + options.ChartPoints}"
            : string.Create(CultureInfo.InvariantCulture, $",\"from\":{0.0005 * shift}");
        return Encoding.UTF8.GetBytes(
            $"{{\"runs\":[{string.Join(',', runs)}],\"keys\":[\"train/metric_00\"],\"buckets\":1000,\"axis\":\"{axis}\"{range}}}");
    }
}
