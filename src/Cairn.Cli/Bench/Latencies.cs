using System.Diagnostics;

namespace Cairn.Cli.Bench;

/// <summary>Times of one repeated request, in milliseconds.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public int Count => _milliseconds.Count;

    /// <summary>The time of the request that ended first.</summary>
    public double First { get; private set; } = double.NaN;

    /// <summary>Runs and times a request.</summary>
    public async Task<T> TimeAsync<T>(Func<Task<T>> request)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await request().ConfigureAwait(false);
        var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        lock (_milliseconds)
        {
            if (_milliseconds.Count == 0)
                First = elapsed;
            _milliseconds.Add(elapsed);
        }

        return result;
    }

    /// <summary>The time that a share of the requests did not pass: 0.5 for the median.</summary>
    public double Quantile(double share)
    {
        lock (_milliseconds)
        {
            if (_milliseconds.Count == 0)
                return double.NaN;
            _milliseconds.Sort();
            return _milliseconds[Math.Clamp((int)Math.Ceiling(share * _milliseconds.Count) - 1, 0, _milliseconds.Count - 1)];
        }
    }

    /// <summary>Median and 99th percentile as figures.</summary>
    public IEnumerable<BenchFigure> Figures(string name, string? detail = null) =>
    [
        new(name + ", p50", Quantile(0.5), "ms", detail),
        new(name + ", p99", Quantile(0.99), "ms", $"{Count} requests"),
    ];
}
