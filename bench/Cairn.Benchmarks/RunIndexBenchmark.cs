using System.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Benchmarks;

/// <summary>Pages of the runs table: 60 columns shown, filtered by a number and a word, sorted by a metric.</summary>
[MemoryDiagnoser]
public class RunIndexBenchmark
{
    private static readonly string[] Optimizers = ["adam", "sgd", "adamw", "lamb", "rmsprop"];
    private readonly RunIndex _index;
    private readonly Random _random = new(1);
    private double[] _accuracy = [];
    private RunQuery _query = new();
    private string? _cursor;

    public RunIndexBenchmark() => _index = new RunIndex(new MetricSource(Scan, (run, key) => Summary(run, key), _ => []));

    /// <summary>Runs in the index.</summary>
    [Params(100_000, 1_000_000)]
    public int Runs { get; set; }

    [GlobalSetup]
    public void Load()
    {
        _accuracy = [.. Enumerable.Range(0, Runs + 1).Select(_ => _random.NextDouble())];
        _index.Load(Enumerable.Range(1, Runs).Select(Run));
        var columns = Enumerable.Range(0, 27).Select(i => RunColumn.Config($"setting_{i}"))
            .Concat(Enumerable.Range(0, 25).Select(i => RunColumn.Summary($"result_{i}")))
            .Append(RunColumn.Metric("accuracy"))
            .Concat(new[] { "name", "state", "group", "tags", "createdAt", "duration", "uid" }.Select(RunColumn.Attribute));
        _query = new RunQuery
        {
            Projects = [1],
            Filter = RunFilterParser.Parse("config.setting_1 < 0.5 and config.setting_0 = 'adam'").Filter!,
            Sort = [new RunSort(RunColumn.Metric("accuracy"), Descending: true)],
            Columns = [.. columns],
        };
        _cursor = _index.Query(_query)!.Cursor;
    }

    [Benchmark(Baseline = true)]
    public RunPage? FilteredAndSorted() => _index.Query(_query);

    [Benchmark]
    public RunPage? NextPage() => _index.Query(_query with { Cursor = _cursor });

    [Benchmark]
    public RunPage? Newest() => _index.Query(_query with { Filter = new RunFilter.Always(), Sort = [] });

    [Benchmark]
    public RunPage? AfterAChange()
    {
        _index.Upsert(Run(Runs / 2));
        _index.MarkMetricsChanged(Runs / 2);
        return _index.Query(_query);
    }

    private void Scan(string key, Action<MetricSummary> visit)
    {
        for (var run = 1; run <= Runs; run++)
            visit(Summary(run, key));
    }

    private MetricSummary Summary(long run, string key) => new(run, key, 100, 0, _accuracy[run], 0, 1, 0.5);

    private Run Run(int id)
    {
        var config = new StringBuilder($"{{\"setting_0\":\"{Optimizers[_random.Next(Optimizers.Length)]}\"");
        for (var i = 1; i < 27; i++)
            config.Append(i % 3 == 0 ? $",\"setting_{i}\":\"value{_random.Next(30)}\"" : $",\"setting_{i}\":{_random.NextDouble():F4}");
        var summary = new StringBuilder("{\"best\":1");
        for (var i = 0; i < 25; i++)
            summary.Append($",\"result_{i}\":{_random.NextDouble():F5}");
        return new Run
        {
            Id = id,
            ProjectId = 1,
            Uid = $"{id:x32}",
            Name = $"run-{id}",
            State = (RunState)_random.Next(5),
            Group = $"group-{_random.Next(1000)}",
            Source = "native",
            CreatedAt = 1_700_000_000_000 + id,
            StartedAt = 1_700_000_000_000 + id,
            HeartbeatAt = 1_700_000_060_000 + id,
            Config = JsonElement.Parse(config.Append('}').ToString()),
            Summary = JsonElement.Parse(summary.Append('}').ToString()),
        };
    }
}
