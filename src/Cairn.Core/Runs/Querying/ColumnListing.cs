using System.Runtime.CompilerServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>Which columns the runs of projects have. Counts are kept for each chunk as long as it does not change.</summary>
internal sealed class ColumnListing(MetricSource metrics, Func<IReadOnlySet<long>> takeChanged)
{
    private static readonly RunColumnFamily[] Documents =
        [RunColumnFamily.Label, RunColumnFamily.Config, RunColumnFamily.Summary, RunColumnFamily.Environment];

    private readonly ConditionalWeakTable<RunChunk, Dictionary<long, KeyCounts>> _chunks = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<long, string[]> _keysOf = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    public IReadOnlyList<RunColumnInfo> List(RunTable table, IReadOnlyCollection<long>? projects, bool withMetrics)
    {
        var counts = new KeyCounts();
        foreach (var chunk in table.Chunks)
        {
            foreach (var (project, part) in _chunks.GetValue(chunk, Count))
            {
                if (projects is null || projects.Contains(project))
                    counts.Add(part);
            }
        }

        if (withMetrics)
            AddMetrics(counts, table, projects);
        return [.. counts.Columns.OrderBy(info => info.Column.Family)
            .ThenBy(info => info.Column.Path, StringComparer.Ordinal)];
    }

    private static Dictionary<long, KeyCounts> Count(RunChunk chunk)
    {
        var attributes = RunAttributes.Names.Select(name => (name, Read: RunAttributes.Reader(name))).ToList();
        var projects = new Dictionary<long, KeyCounts>();
        foreach (var run in chunk.Records)
        {
            if (run is null || run.DeletedAt is not null)
                continue;
            if (!projects.TryGetValue(run.ProjectId, out var counts))
                projects.Add(run.ProjectId, counts = new KeyCounts());
            foreach (var (name, read) in attributes)
                counts.Add(RunColumnFamily.Attribute, name, read(run).Kind);
            foreach (var family in Documents)
                DocumentKeys.AddTo(counts, family, run.Document(family));
        }

        return projects;
    }

    // The keys of a run's series are asked for once, and again when it has logged.
    private void AddMetrics(KeyCounts counts, RunTable table, IReadOnlyCollection<long>? projects)
    {
        lock (_gate)
        {
            foreach (var run in takeChanged())
                _keysOf.Remove(run);
            foreach (var chunk in table.Chunks)
            {
                foreach (var run in chunk.Records)
                {
                    if (run is null || run.DeletedAt is not null || projects?.Contains(run.ProjectId) == false)
                        continue;
                    if (!_keysOf.TryGetValue(run.Id, out var keys))
                        _keysOf.Add(run.Id, keys = [.. metrics.All(run.Id).Where(one => one.Count > 0).Select(Shared)]);
                    foreach (var key in keys)
                        counts.Add(RunColumnFamily.Metric, key, RunValueKind.Number);
                }
            }
        }
    }

    private string Shared(MetricSummary summary)
    {
        if (_keys.TryGetValue(summary.Key, out var known))
            return known;
        _keys.Add(summary.Key, summary.Key);
        return summary.Key;
    }
}
