using BenchmarkDotNet.Attributes;
using Cairn.Storage.Series;

namespace Cairn.Benchmarks.Series;

/// <summary>Reading charts out of a folded store, warm.</summary>
[MemoryDiagnoser]
public class SeriesBenchmarks
{
    private string _folder = "";
    private SeriesStore? _store;
    private long _zoom;

    [GlobalSetup]
    public async Task Setup()
    {
        _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        _store = SeriesStore.Open(Path.Combine(_folder, "points.db"));
        for (var run = 1; run <= 100; run++)
            await _store.AppendAsync(Batches.Make(run, ["loss"], 0, 10_000));
        await _store.AppendAsync(Batches.Make(1000, ["loss"], 0, 1_000_000));
        await _store.FoldAsync();
    }

    [GlobalCleanup]
    public async Task Cleanup()
    {
        await _store!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public int Chart_of_100_runs()
    {
        // Another range each time, because an answer is kept.
        var length = 0;
        _zoom++;
        for (var run = 1; run <= 100; run++)
            length += _store!.ReadBuckets(run, "loss", SeriesAxis.Step, 0, 9_999 + _zoom, 1000).Length;
        return length;
    }

    [Benchmark]
    public int Million_points() =>
        _store!.ReadBuckets(1000, "loss", SeriesAxis.Step, 0, 999_999 + ++_zoom, 1500).Length;

    [Benchmark]
    public SeriesSummary? Summary() => _store!.Summary(7, "loss");
}
