using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Which columns the runs of projects have. Counts are kept for each chunk as long as it does not change, those of documents
/// and of series also on disk.
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
    private readonly Dictionary<int, (long Signature, Dictionary<long, KeyCounts> Counts)> _metrics = [];
    private readonly ConcurrentDictionary<string, string> _words = new(StringComparer.Ordinal);
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

    /// <summary>What is worth to be kept of a chunk: signatures, and counts that count again for a chunk with the same signature.</summary>
    public IEnumerable<(long Signature, Func<byte[]> Encode)> Parts(RunChunk chunk, int index)
    {
        yield return (ListingCodec.Signature(chunk), () => ListingCodec.Encode(_chunks.GetValue(chunk, Read)));
        if (metrics.Versions is null)
            yield break;
        var version = metrics.Versions.Snapshot();
        yield return (
            ListingCodec.Signature(chunk, version),
            () =>
            {
                lock (_gate)
                    return ListingCodec.Encode(Settled(chunk, index, version));
            });
    }

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

    private Dictionary<long, KeyCounts> Read(RunChunk chunk) => Decoded(ListingCodec.Signature(chunk)) ?? Count(chunk);

    private Dictionary<long, KeyCounts>? Decoded(long signature)
    {
        try
        {
            return stored(signature) is { } known ? ListingCodec.Decode(known, _words) : null;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or IndexOutOfRangeException)
        {
            // Damaged: counted anew.
            return null;
        }
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

    private void AddMetrics(KeyCounts counts, RunTable table, IReadOnlyCollection<long>? projects)
    {
        lock (_gate)
        {
            foreach (var run in takeChanged())
                _keysOf.Remove(run);
            var version = metrics.Versions?.Snapshot() ?? MetricVersionSnapshot.Unknown;
            for (var i = 0; i < table.Chunks.Length; i++)
            {
                foreach (var (project, part) in Settled(table.Chunk(i), i, version))
                {
                    if (projects is null || projects.Contains(project))
                        counts.Add(part);
                }

                foreach (var run in table.Chunk(i).Records)
                {
                    if (run is null || run.DeletedAt is not null || projects?.Contains(run.ProjectId) == false)
                        continue;
                    if (version[run.Id] != 0)
                    {
                        _keysOf.Remove(run.Id);
                        continue;
                    }

                    // The keys of a run's series are asked for once, and again when it has logged.
                    if (!_keysOf.TryGetValue(run.Id, out var keys))
                        _keysOf.Add(run.Id, keys = [.. metrics.All(run.Id).Where(one => one.Count > 0).Select(one => Shared(one.Key))]);
                    foreach (var key in keys)
                        counts.Add(RunColumnFamily.Metric, key, RunValueKind.Number);
                }
            }
        }
    }

    // Of the runs whose versions are known.
    private Dictionary<long, KeyCounts> Settled(RunChunk chunk, int index, MetricVersionSnapshot version)
    {
        if (metrics.Versions is null)
            return [];
        var signature = ListingCodec.Signature(chunk, version);
        if (_metrics.TryGetValue(index, out var known) && known.Signature == signature)
            return known.Counts;
        var counts = Decoded(signature) ?? CountMetrics(chunk, version);
        _metrics[index] = (signature, counts);
        return counts;
    }

    private Dictionary<long, KeyCounts> CountMetrics(RunChunk chunk, MetricVersionSnapshot version)
    {
        var projects = new Dictionary<long, KeyCounts>();
        var runs = new Dictionary<long, long>();
        foreach (var run in chunk.Records)
        {
            if (run is { DeletedAt: null } && version[run.Id] > 1)
                runs.Add(run.Id, run.ProjectId);
        }

        if (runs.Count == 0)
            return projects;
        metrics.Versions!.ScanKeys(runs.Keys.Min(), runs.Keys.Max(), (run, key) =>
        {
            if (runs.TryGetValue(run, out var project))
                Of(projects, project).Add(RunColumnFamily.Metric, key, RunValueKind.Number);
        });
        return projects;
    }

    private string Shared(string key)
    {
        if (_keys.TryGetValue(key, out var known))
            return known;
        _keys.Add(key, key);
        return key;
    }
}
