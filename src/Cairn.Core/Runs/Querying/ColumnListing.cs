using System.Runtime.CompilerServices;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Which columns the runs of projects have. Counts are kept for each chunk as long as it does not change, those of documents
/// also on disk.
/// </summary>
/// <param name="metrics">The series of runs.</param>
/// <param name="documents">The documents of runs.</param>
/// <param name="stored">What was counted for a signature before; null where there is nothing.</param>
/// <param name="takeChanged">The runs that have logged since this was last asked.</param>
internal sealed class ColumnListing(
    MetricSource metrics, RunDocuments documents, Func<long, byte[]?> stored, Func<IReadOnlySet<long>> takeChanged)
{
    private readonly ConditionalWeakTable<RunChunk, Dictionary<long, KeyCounts>> _attributes = [];
    private readonly ConditionalWeakTable<RunChunk, Dictionary<long, KeyCounts>> _chunks = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<long, string[]> _keysOf = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    public IReadOnlyList<RunColumnInfo> List(RunTable table, IReadOnlyCollection<long>? projects, bool withMetrics)
    {
        var counts = new KeyCounts();
        foreach (var chunk in table.Chunks)
        {
            Add(_attributes.GetValue(chunk, CountAttributes));
            Add(_chunks.GetValue(chunk, Read));
        }

        if (withMetrics)
            AddMetrics(counts, table, projects);
        return [.. counts.Columns.OrderBy(info => info.Column.Family)
            .ThenBy(info => info.Column.Path, StringComparer.Ordinal)];

        void Add(Dictionary<long, KeyCounts> parts)
        {
            foreach (var (project, part) in parts)
            {
                if (projects is null || projects.Contains(project))
                    counts.Add(part);
            }
        }
    }

    /// <summary>The counts of a chunk's documents, to be kept; they count again for a chunk with the same signature.</summary>
    public byte[] Encode(RunChunk chunk) => ListingCodec.Encode(_chunks.GetValue(chunk, Read));

    private static Dictionary<long, KeyCounts> CountAttributes(RunChunk chunk)
    {
        var attributes = RunAttributes.Names.Select(name => (name, Read: RunAttributes.Reader(name))).ToList();
        var projects = new Dictionary<long, KeyCounts>();
        foreach (var run in chunk.Records)
        {
            if (run is null || run.DeletedAt is not null)
                continue;
            var counts = Of(projects, run.ProjectId);
            foreach (var (name, read) in attributes)
                counts.Add(RunColumnFamily.Attribute, name, read(run).Kind);
        }

        return projects;
    }

    private Dictionary<long, KeyCounts> Read(RunChunk chunk)
    {
        if (stored(ListingCodec.Signature(chunk)) is { } known)
        {
            try
            {
                return ListingCodec.Decode(known);
            }
            catch (Exception exception) when (exception is EndOfStreamException or FormatException or IndexOutOfRangeException)
            {
                // Damaged: counted anew.
            }
        }

        return Count(chunk);
    }

    private Dictionary<long, KeyCounts> Count(RunChunk chunk)
    {
        var projects = new Dictionary<long, KeyCounts>();
        var runs = new List<RunRecord>();
        foreach (var run in chunk.Records)
        {
            if (run is { DeletedAt: null })
                runs.Add(run);
        }

        foreach (var family in RunRecord.Families)
        {
            var read = documents.Read(runs, family);
            for (var i = 0; i < read.Length; i++)
                DocumentKeys.AddTo(Of(projects, runs[i].ProjectId), family, read[i]);
        }

        return projects;
    }

    private static KeyCounts Of(Dictionary<long, KeyCounts> projects, long project)
    {
        if (!projects.TryGetValue(project, out var counts))
            projects.Add(project, counts = new KeyCounts());
        return counts;
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
                        _keysOf.Add(run.Id, keys = [.. metrics.All(run.Id).Where(one => one.Count > 0).Select(one => Shared(one.Key))]);
                    foreach (var key in keys)
                        counts.Add(RunColumnFamily.Metric, key, RunValueKind.Number);
                }
            }
        }
    }

    private string Shared(string key)
    {
        if (_keys.TryGetValue(key, out var known))
            return known;
        _keys.Add(key, key);
        return key;
    }
}
