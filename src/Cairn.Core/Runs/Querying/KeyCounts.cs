using System.Runtime.InteropServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>How many runs have a key with values of which kinds.</summary>
internal sealed class KeyCounts
{
    private readonly Dictionary<string, long[]>[] _counts =
        [.. Enum.GetValues<RunColumnFamily>().Select(_ => new Dictionary<string, long[]>(StringComparer.Ordinal))];

    public IEnumerable<RunColumnInfo> Columns =>
        from family in Enum.GetValues<RunColumnFamily>()
        from pair in _counts[(int)family]
        let column = new RunColumn(family, pair.Key)
        select new RunColumnInfo(column, Type(column, pair.Value), pair.Value.Sum());

    /// <summary>Every count that is not 0.</summary>
    public IEnumerable<(RunColumnFamily Family, string Path, RunValueKind Kind, long Runs)> All =>
        from family in Enum.GetValues<RunColumnFamily>()
        from pair in _counts[(int)family]
        from kind in Enumerable.Range(0, pair.Value.Length)
        where pair.Value[kind] > 0
        select (family, pair.Key, (RunValueKind)kind, pair.Value[kind]);

    // By characters, so that a key that is known, as nearly all are, needs no string of its own.
    public void Add(RunColumnFamily family, ReadOnlySpan<char> path, RunValueKind kind, long runs = 1)
    {
        if (kind == RunValueKind.Missing)
            return;
        var counts = _counts[(int)family].GetAlternateLookup<ReadOnlySpan<char>>();
        if (!counts.TryGetValue(path, out var kinds))
            counts[path] = kinds = new long[(int)RunValueKind.Object + 1];
        kinds[(int)kind] += runs;
    }

    /// <summary>Counts a key and keeps this very string for it where it is new.</summary>
    public void AddShared(RunColumnFamily family, string path, RunValueKind kind, long runs)
    {
        ref var kinds = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts[(int)family], path, out _);
        (kinds ??= new long[(int)RunValueKind.Object + 1])[(int)kind] += runs;
    }

    public void Add(KeyCounts other)
    {
        foreach (var family in Enum.GetValues<RunColumnFamily>())
        {
            foreach (var (path, kinds) in other._counts[(int)family])
            {
                for (var kind = 0; kind < kinds.Length; kind++)
                {
                    if (kinds[kind] > 0)
                        AddShared(family, path, (RunValueKind)kind, kinds[kind]);
                }
            }
        }
    }

    private static RunColumnType Type(RunColumn column, long[] counts)
    {
        if (column.IsTime)
            return RunColumnType.Time;
        var kinds = Enumerable.Range(0, counts.Length).Where(kind => counts[kind] > 0).ToList();
        if (kinds.Count > 1)
            return RunColumnType.Mixed;
        return (RunValueKind)kinds[0] switch
        {
            RunValueKind.Bool => RunColumnType.Bool,
            RunValueKind.Text => RunColumnType.Text,
            RunValueKind.List => RunColumnType.List,
            RunValueKind.Object => RunColumnType.Object,
            _ => RunColumnType.Number,
        };
    }
}
