using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cairn.Cli.Bench;

/// <summary>
/// How a shape of data grows: the same at n, 10n and 100n, each with its cost for one more, its answer times and the
/// server's memory. What costs more for one more at a greater size grows faster than its size.
/// </summary>
internal sealed class ShapeBench(HttpClient http, BenchOptions options, string shape, bool full, Action<string> tell)
{
    private const int Repeats = 5;
    private const long Time = 1_700_000_000_000;
    private const int LinesOfRequest = 5000;
    private const int LongRows = 20_000;
    private const int ProjectKeys = 1500;
    private const int ProjectRows = 20;

    private readonly BenchClient _client = new(http, options.Project);

    /// <summary>The shapes there are.</summary>
    public static IReadOnlyList<string> Names { get; } = ["keys", "runs", "console", "long", "project"];

    public async Task<IReadOnlyList<BenchFigure>> RunAsync(CancellationToken cancellationToken)
    {
        var process = await _client.ProcessAsync(cancellationToken).ConfigureAwait(false);
        var figures = new List<BenchFigure>();
        double? before = null;
        foreach (var size in Sizes())
        {
            tell($"{shape}: {size:N0}");
            var slowest = new Latencies();
            var start = Stopwatch.GetTimestamp();
            var (items, question) = await FillAsync(size, slowest, cancellationToken).ConfigureAwait(false);
            var logged = Stopwatch.GetElapsedTime(start);
            await _client.WaitForFoldAsync(cancellationToken).ConfigureAwait(false);
            var each = logged.TotalMicroseconds / items;
            var name = $"{shape} {size:N0}";
            figures.Add(new BenchFigure($"{name}: one more", each, "µs", $"{items:N0} items in {logged.TotalSeconds:0.0} s")
            {
                OfLimit = each / (before ?? each),
                Limit = "times that at a tenth of the size",
            });
            before = each;
            figures.Add(new BenchFigure($"{name}: slowest request", slowest.Quantile(1), "ms") { Budget = shape == "keys" ? 250 : null });
            var answers = new Latencies();
            for (var i = 0; i < Repeats; i++)
                await answers.TimeAsync(() => question(cancellationToken)).ConfigureAwait(false);
            figures.Add(new BenchFigure($"{name}: answer, first", answers.First, "ms"));
            figures.Add(new BenchFigure($"{name}: answer, p50", answers.Quantile(0.5), "ms"));
            if (ServerMemory.Now(process) is { } memory)
                figures.Add(new BenchFigure($"{name}: memory", memory, "MB", "resident") { Budget = 600 });
        }

        return figures;
    }

    private IEnumerable<int> Sizes()
    {
        var first = shape switch { "keys" => 100, "runs" => 1000, "console" => 100_000, "long" => 1_000_000, _ => 5 };
        return full ? [first, first * 10, first * 100] : [first, first * 10];
    }

    private Task<(long Items, Func<CancellationToken, Task<long>> Question)> FillAsync(
        int size, Latencies latencies, CancellationToken cancellationToken) => shape switch
    {
        "keys" => KeysAsync(size, latencies, cancellationToken),
        "runs" => RunsAsync(size, latencies, cancellationToken),
        "console" => ConsoleAsync(size, latencies, cancellationToken),
        "long" => LongAsync(size, latencies, cancellationToken),
        _ => ProjectAsync(size, latencies, cancellationToken),
    };

    /// <summary>One run with that many keys in every row.</summary>
    private async Task<(long, Func<CancellationToken, Task<long>>)> KeysAsync(int keys, Latencies latencies, CancellationToken cancellationToken)
    {
        const int Requests = 200;
        var run = await _client.CreateRunAsync(shape, cancellationToken).ConfigureAwait(false);
        var payload = MetricPayload.Native(2, keys, 1);
        for (var i = 0; i < Requests; i++)
            await LogAsync(payload, run, i * 2L, latencies, cancellationToken).ConfigureAwait(false);
        return ((long)Requests * payload.Points, Chart([run], "train/metric_00"));
    }

    /// <summary>That many runs of a few points each.</summary>
    private async Task<(long, Func<CancellationToken, Task<long>>)> RunsAsync(int runs, Latencies latencies, CancellationToken cancellationToken)
    {
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, options.Connections).Select(async seed =>
        {
            await Task.Yield();
            var payload = MetricPayload.Native(3, 5, seed);
            while (Interlocked.Increment(ref next) <= runs)
            {
                var run = await _client.CreateRunAsync(shape, cancellationToken).ConfigureAwait(false);
                await LogAsync(payload, run, 0, latencies, cancellationToken).ConfigureAwait(false);
            }
        })).ConfigureAwait(false);
        var question = """{"sort":[{"column":"metrics.train/metric_01","descending":true}],"columns":["name","metrics.train/metric_00"],"limit":50}"""u8.ToArray();
        return (runs, token => _client.QueryRunsAsync(question, token));
    }

    /// <summary>One run that wrote that many lines; the answer is its last page and a search.</summary>
    private async Task<(long, Func<CancellationToken, Task<long>>)> ConsoleAsync(int lines, Latencies latencies, CancellationToken cancellationToken)
    {
        var run = await _client.CreateRunAsync(shape, cancellationToken).ConfigureAwait(false);
        for (var first = 0; first < lines; first += LinesOfRequest)
        {
            var text = new StringBuilder(LinesOfRequest * 120);
            for (var line = first; line < first + LinesOfRequest; line++)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $$$"""{"time":{{{Time + line}}},"console":{"line":{{{line}}},"text":"epoch {{{line / 100}}} step {{{line}}}: loss 0.{{{line % 9973}}}, 123 images/s"}}""").Append('\n');
            }

            var body = Encoding.UTF8.GetBytes(text.ToString());
            await latencies.TimeAsync(() => PostAsync(run, body, cancellationToken)).ConfigureAwait(false);
        }

        return (lines, async token =>
        {
            using var page = await _client.GetAsync($"api/v1/runs/{run}/console?tail=1000", token).ConfigureAwait(false);
            return page.RootElement.GetProperty("lines").GetArrayLength();
        });
    }

    /// <summary>One series of that many points.</summary>
    private async Task<(long, Func<CancellationToken, Task<long>>)> LongAsync(int points, Latencies latencies, CancellationToken cancellationToken)
    {
        var run = await _client.CreateRunAsync(shape, cancellationToken).ConfigureAwait(false);
        var payload = MetricPayload.Native(LongRows, 1, 1);
        for (long step = 0; step < points; step += LongRows)
            await LogAsync(payload, run, step, latencies, cancellationToken).ConfigureAwait(false);
        return (points, Chart([run], "train/metric_00"));
    }

    /// <summary>A part of a published load: runs with 1,500 metrics and 20 points of each.</summary>
    private async Task<(long, Func<CancellationToken, Task<long>>)> ProjectAsync(int runs, Latencies latencies, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        var payload = MetricPayload.Native(ProjectRows, ProjectKeys, 1);
        for (var i = 0; i < runs; i++)
        {
            var run = await _client.CreateRunAsync(shape, cancellationToken).ConfigureAwait(false);
            ids.Add(run);
            await LogAsync(payload, run, 0, latencies, cancellationToken).ConfigureAwait(false);
        }

        return ((long)runs * payload.Points, Chart(ids.Take(100), "train/metric_700"));
    }

    private Func<CancellationToken, Task<long>> Chart(IEnumerable<long> runs, string key)
    {
        var question = Encoding.UTF8.GetBytes($$"""{"runs":[{{string.Join(',', runs)}}],"keys":["{{key}}"],"buckets":1500}""");
        return token => _client.QuerySeriesAsync(question, token);
    }

    private Task LogAsync(MetricPayload payload, long run, long step, Latencies latencies, CancellationToken cancellationToken)
    {
        payload.Renumber(step, Time + (step * 10));
        return latencies.TimeAsync(() => PostAsync(run, payload.Bytes, cancellationToken));
    }

    private async Task<int> PostAsync(long run, byte[] body, CancellationToken cancellationToken)
    {
        await _client.LogAsync(run, body, cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
