using System.Runtime.CompilerServices;
using Cairn.Core.Runs.Querying.Blocks;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Which columns the runs of projects have. Counts are kept for each chunk as long as it does not change, those of documents
/// and of series also on disk.
/// </summary>
/// <param name="metrics">The series of runs.</param>
/// <param name="documents">The documents of runs.</param>
/// <param name="stored">What was counted for a signature before; null where there is nothing. Throws <see cref="InvalidDataException"/>.</param>
/// <param name="takeChanged">The runs that have logged since this was last asked.</param>
internal sealed class ColumnListing(
    MetricSource metrics, RunDocuments documents, Func<long, ReadOnlyMemory<byte>?> stored, Func<IReadOnlySet<long>> takeChanged)
{
    private readonly KeyTable _keys = new();
    private readonly ConditionalWeakTable<RunChunk, Dictionary<long, KeyCounts>> _attributes = [];
    private readonly ConditionalWeakTable<RunChunk, Dictionary<long, KeyCounts>> _chunks = [];
    private readonly Lock _gate = new();
    private readonly Dictionary<int, MetricPart> _metrics = [];
    private readonly Dictionary<long, string[]> _keysOf = [];
    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);

    public IReadOnlyList<RunColumnInfo> List(RunTable table, IReadOnlyCollection<long>? projects, bool withMetrics)
    {
        var counts = new KeyCounter(_keys);
        foreach (var chunk in table.Chunks)
        {
            Add(_attributes.GetValue(chunk, CountAttributes));
            Add(_chunks.GetValue(chunk, Read));
        }

        if (withMetrics)
            AddMetrics(counts, table, projects);
        return [.. counts.Columns().OrderBy(info => info.Column.Family)
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
        yield return (ListingCodec.Signature(chunk), () => ListingCodec.Encode(_chunks.GetValue(chunk, Read), _keys));
        if (metrics.Versions is null)
            yield break;
        MetricPart part;
        lock (_gate)
            part = Settled(chunk, index, metrics.Versions.Snapshot());
        yield return (part.Signature, () => ListingCodec.Encode(part.Counts, _keys));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Dictionary<long, KeyCounts> CountAttributes(RunChunk chunk)
    {
        var attributes = RunAttributes.Presence;
        var projects = new Dictionary<long, int[]>();
        foreach (var run in chunk.Records)
        {
            if (run is null || run.DeletedAt is not null)
                continue;
            var project = run.ProjectId;
            if (!projects.TryGetValue(project, out var counts))
                projects.Add(project, counts = new int[attributes.Count]);
            for (var i = 0; i < counts.Length; i++)
                counts[i] += attributes[i].Has(run) ? 1 : 0;
        }

        return projects.ToDictionary(one => one.Key, one =>
        {
            var counter = new KeyCounter(_keys);
            for (var i = 0; i < one.Value.Length; i++)
                counter.Add(RunColumnFamily.Attribute, attributes[i].Name, attributes[i].Kind, one.Value[i]);
            return counter.Done();
        });
    }

    private Dictionary<long, KeyCounts> Read(RunChunk chunk) => Decoded(ListingCodec.Signature(chunk)) ?? Count(chunk);

    private Dictionary<long, KeyCounts>? Decoded(long signature)
    {
        try
        {
            return stored(signature) is { } known ? ListingCodec.Decode(known.Span, _keys) : null;
        }
        catch (InvalidDataException)
        {
            // Counted anew.
            return null;
        }
    }

    private Dictionary<long, KeyCounts> Count(RunChunk chunk)
    {
        var projects = new Dictionary<long, KeyCounter>();
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

        return Done(projects);
    }

    private KeyCounter Of(Dictionary<long, KeyCounter> projects, long project)
    {
        if (!projects.TryGetValue(project, out var counts))
            projects.Add(project, counts = new KeyCounter(_keys));
        return counts;
    }

    private static Dictionary<long, KeyCounts> Done(Dictionary<long, KeyCounter> projects) =>
        projects.ToDictionary(one => one.Key, one => one.Value.Done());

    private void AddMetrics(KeyCounter counts, RunTable table, IReadOnlyCollection<long>? projects)
    {
        lock (_gate)
        {
            foreach (var run in takeChanged())
                _keysOf.Remove(run);
            var version = metrics.Versions?.Snapshot() ?? MetricVersionSnapshot.Unknown;
            for (var i = 0; i < table.Chunks.Length; i++)
            {
                var settled = Settled(table.Chunk(i), i, version);
                foreach (var (project, part) in settled.Counts)
                {
                    if (projects is null || projects.Contains(project))
                        counts.Add(part);
                }

                foreach (var run in settled.Unsettled)
                {
                    if (projects?.Contains(run.ProjectId) == false)
                        continue;

                    // The keys of a run's series are asked for once, and again when it has logged.
                    if (!_keysOf.TryGetValue(run.Id, out var keys))
                        _keysOf.Add(run.Id, keys = [.. metrics.All(run.Id).Where(one => one.Count > 0).Select(one => Shared(one.Key))]);
                    foreach (var key in keys)
                        counts.Add(RunColumnFamily.Metric, key, RunValueKind.Number);
                }
            }
        }
    }

    // What the runs have whose versions are known, and the others.
    private MetricPart Settled(RunChunk chunk, int index, MetricVersionSnapshot version)
    {
        var known = _metrics.GetValueOrDefault(index);
        if (known is not null && known.Chunk == chunk && known.Generation == version.Generation)
            return known;
        Span<ulong> versions = stackalloc ulong[RunChunk.Size];
        version.Fill(chunk, versions);
        var unsettled = new List<RunRecord>();
        for (var row = 0; row < chunk.Count; row++)
        {
            if (chunk[row] is not { } run)
                continue;
            if (versions[row] == 0 && run.DeletedAt is null)
                unsettled.Add(run);
            else if (_keysOf.Count > 0)
                _keysOf.Remove(run.Id);
        }

        var signature = ListingCodec.Signature(chunk, versions);
        var counts = known is not null && known.Signature == signature
            ? known.Counts
            : Decoded(signature) ?? CountMetrics(chunk, versions);
        return _metrics[index] = new MetricPart(chunk, version.Generation, signature, counts, unsettled);
    }

    private Dictionary<long, KeyCounts> CountMetrics(RunChunk chunk, ReadOnlySpan<ulong> versions)
    {
        var projects = new Dictionary<long, KeyCounter>();
        var runs = new Dictionary<long, long>();
        for (var row = 0; row < chunk.Count; row++)
        {
            if (versions[row] > 1 && chunk[row] is { DeletedAt: null } run)
                runs.Add(run.Id, run.ProjectId);
        }

        if (runs.Count == 0)
            return [];
        metrics.Versions!.ScanKeys(runs.Keys.Min(), runs.Keys.Max(), (run, key) =>
        {
            if (runs.TryGetValue(run, out var project))
                Of(projects, project).Add(RunColumnFamily.Metric, key, RunValueKind.Number);
        });
        return Done(projects);
    }

    private string Shared(string key)
    {
        if (_words.TryGetValue(key, out var known))
            return known;
        _words.Add(key, key);
        return key;
    }

    private sealed record MetricPart(
        RunChunk Chunk, long Generation, long Signature, Dictionary<long, KeyCounts> Counts, List<RunRecord> Unsettled);
}
