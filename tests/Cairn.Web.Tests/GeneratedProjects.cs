using System.Globalization;
using System.Text;

namespace Cairn.Web.Tests;

/// <summary>A server with made-up projects: seeds of a few settings, a thousand runs of thirty metrics, and runs of 1,500 metrics.</summary>
public sealed class GeneratedProjects : IAsyncLifetime
{
    internal const string Seeds = "local/seeds", Many = "local/many", Wide = "local/wide";
    internal const int SeedRuns = 12, ManyRuns = 1000, ManyMetrics = 30, Points = 2000;
    internal const int WideRuns = 10, Layers = 50, Units = 30;
    internal static readonly double[] Rates = [0.1, 0.01, 0.001];

    private readonly TemporaryFolder _data = new();
    private readonly HttpClient _http = new();

    internal RunningServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Installation.RequireWeb();
        Server = await RunningServer.StartAsync(_data.Path);
        _http.BaseAddress = new Uri(Server.Url);
        for (var i = 0; i < SeedRuns; i++)
        {
            var run = await StartAsync(Seeds, $"lr {Rates[i % 3].ToString(CultureInfo.InvariantCulture)} seed {i / 3}", new { lr = Rates[i % 3], seed = i / 3 });
            await LogAsync(run, Enumerable.Range(0, Points).Select(step => Line(step, i)));
        }

        await Parallel.ForAsync(0, ManyRuns, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var run = await StartAsync(Many, $"run {i:000}", new { lr = Rates[i % 3] });
            await LogAsync(run, Lines(50, ["loss", .. Parts], (step, _) => (i + 1.0) / (step + 1)));
        });
        for (var i = 0; i < WideRuns; i++)
        {
            var run = await StartAsync(Wide, $"wide {i}", new { layers = Layers });
            await LogAsync(run, Lines(20, Weights, (step, metric) => i + ((step + 1.0) / (metric + 1))));
        }
    }

    private static IEnumerable<string> Parts => Enumerable.Range(1, ManyMetrics - 1).Select(part => $"part_{part:00}");

    private static IEnumerable<string> Weights =>
        Enumerable.Range(0, Layers).SelectMany(layer => Enumerable.Range(0, Units).Select(unit => Weight(layer, unit)));

    internal static string Weight(int layer, int unit) => $"layers/{layer:00}/unit_{unit:00}";

    /// <summary>Starts a run; answers its id.</summary>
    internal async Task<long> StartAsync(string project, string name, object config) =>
        (await Server.Api.PostAsync("/runs", new { project, name, config })).GetProperty("run").GetProperty("id").GetInt64();

    /// <summary>Logs lines of the native wire.</summary>
    internal async Task LogAsync(long run, IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8, "application/x-ndjson");
        using var answer = await _http.PostAsync($"/api/v1/runs/{run}/log", body);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (Server is not null)
            await Server.DisposeAsync();
        _data.Dispose();
    }

    // Noise that is the same every time; val/loss is logged every tenth step.
    internal static string Line(int step, int run)
    {
        var noise = Math.Abs(Math.Sin((step * 12.9898) + (run * 78.233)) * 43758.5453) % 1;
        var loss = Math.Exp(-step / 500.0) + (0.2 * noise) + (0.05 * run);
        var more = step % 10 == 0 ? $",\"val/loss\":{Text(loss + 0.1)},\"val/accuracy\":{Text(1 - (loss / 4))}" : "";
        return $"{{\"step\":{step},\"time\":{1_700_000_000_000 + (step * 1000L)},\"metrics\":{{\"train/loss\":{Text(loss)},\"train/lr\":{Text(1.0 / (step + 1))}{more}}}}}";
    }

    private static IEnumerable<string> Lines(int steps, IEnumerable<string> metrics, Func<int, int, double> value) =>
        Enumerable.Range(0, steps).Select(step =>
            $"{{\"step\":{step},\"time\":{step * 1000},\"metrics\":{{"
            + string.Join(',', metrics.Select((metric, i) => $"\"{metric}\":{Text(value(step, i))}")) + "}}");

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
