using System.Buffers.Binary;
using Cairn.Storage.Series.Fold;

namespace Cairn.Storage.Series.Heads;

/// <summary>
/// A run in memory: the summaries of its series and its unfolded points. Everything here is read and changed under
/// <see cref="Gate"/>; only the writer thread adds points.
/// </summary>
internal sealed class RunState(long run)
{
    private readonly Dictionary<byte[], SeriesState> _series = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], HeadGroup> _groups = new(BytesComparer.Instance);

    public Lock Gate { get; } = new();

    public long Run { get; } = run;

    public bool Loaded { get; set; }

    /// <summary>No longer in the table; whoever holds it must look the run up again.</summary>
    public bool Evicted { get; set; }

    /// <summary>Counts changes of the folded part; matches the database's once a change is complete.</summary>
    public long Version { get; set; }

    /// <summary>Number of the next row group.</summary>
    public long NextGroup { get; set; }

    /// <summary>The fold under way, whose points are frozen.</summary>
    public FoldPlan? Plan { get; set; }

    /// <summary>Staged batches whose points are in the active segments.</summary>
    public List<(long Sequence, int Bytes)> Staged { get; private set; } = [];

    /// <summary>Staged batches being folded.</summary>
    public List<(long Sequence, int Bytes)> Folding { get; private set; } = [];

    public long ActivePoints { get; set; }

    public long FrozenPoints { get; private set; }

    public long ActiveBytes { get; set; }

    public long FrozenBytes { get; private set; }

    /// <summary>Rows of the longest active group.</summary>
    public int MostRows { get; set; }

    /// <summary>When the oldest active point came, and when the run was last used; milliseconds of the store's clock.</summary>
    public long FirstAt { get; set; }

    public long LastAt { get; set; }

    public long UsedAt { get; set; }

    public AxisList? Axes { get; set; }

    public int SeriesCount => _series.Count;

    public IReadOnlyCollection<SeriesState> Series => _series.Values;

    public IReadOnlyCollection<HeadGroup> Groups => _groups.Values;

    public SeriesState? Find(ReadOnlySpan<byte> key) =>
        _series.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(key, out var series) ? series : null;

    public SeriesState GetOrAdd(ReadOnlySpan<byte> key, KeyTable keys)
    {
        if (Find(key) is { } found)
            return found;
        var series = new SeriesState(keys.Get(key)) { Revision = keys.NextRevision() };
        _series.Add(series.Key.Utf8, series);
        return series;
    }

    /// <summary>How many keys of a payload the run does not have yet.</summary>
    public int CountNew(ReadOnlySpan<byte> payload)
    {
        var added = new HashSet<byte[]>(BytesComparer.Instance);
        var lookup = added.GetAlternateLookup<ReadOnlySpan<byte>>();
        var reader = new BatchReader(payload);
        while (reader.Next())
        {
            for (int i = 0, at = 0; i < reader.KeyCount; i++)
            {
                var key = reader.Keys.Slice(at + 2, BinaryPrimitives.ReadUInt16LittleEndian(reader.Keys[at..]));
                at += 2 + key.Length;
                if (Find(key) is null)
                    lookup.Add(key);
            }
        }

        return added.Count;
    }

    public void Remove(SeriesState series) => _series.Remove(series.Key.Utf8);

    /// <summary>The group of a list of keys as a batch carries it.</summary>
    public HeadGroup Group(ReadOnlySpan<byte> keyList, int count, KeyTable keys)
    {
        var lookup = _groups.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(keyList, out var group))
            return group;
        var series = new SeriesState[count];
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(keyList[at..]);
            series[i] = GetOrAdd(keyList.Slice(at + 2, length), keys);
            at += 2 + length;
        }

        group = new HeadGroup(keyList.ToArray(), series);
        _groups.Add(group.KeyList, group);
        for (var i = 0; i < count; i++)
            series[i].Places.Add((group, i));
        return group;
    }

    public HeadGroup Group(SeriesState series, KeyTable keys)
    {
        var key = series.Key.Utf8;
        var list = new byte[key.Length + 2];
        BinaryPrimitives.WriteUInt16LittleEndian(list, (ushort)key.Length);
        key.CopyTo(list, 2);
        return Group(list, 1, keys);
    }

    public void Freeze()
    {
        foreach (var group in _groups.Values)
            group.Freeze();
        Folding.AddRange(Staged);
        Staged = [];
        FrozenPoints += ActivePoints;
        FrozenBytes += ActiveBytes;
        (ActivePoints, ActiveBytes, MostRows) = (0, 0, 0);
    }

    /// <summary>The frozen points are in the database now.</summary>
    public void Drop()
    {
        foreach (var group in _groups.Values)
            group.Drop();
        Folding = [];
        (FrozenPoints, FrozenBytes) = (0, 0);
        if (_groups.Count > 64)
            ForgetEmptyGroups();
    }

    /// <summary>The fold was given up: its points are active again.</summary>
    public void Thaw()
    {
        foreach (var group in _groups.Values)
        {
            group.Thaw();
            MostRows = Math.Max(MostRows, group.ActiveRows);
        }

        Folding.AddRange(Staged);
        (Staged, Folding) = (Folding, []);
        ActivePoints += FrozenPoints;
        ActiveBytes += FrozenBytes;
        (FrozenPoints, FrozenBytes) = (0, 0);
    }

    /// <summary>Forgets the groups, which hold no points any more.</summary>
    public void ForgetGroups()
    {
        _groups.Clear();
        foreach (var series in _series.Values)
            series.Places.Clear();
    }

    /// <summary>Forgets everything but the counters of versions and groups.</summary>
    public void Clear()
    {
        _series.Clear();
        _groups.Clear();
        Staged = [];
        Folding = [];
        (ActivePoints, ActiveBytes, MostRows, FrozenPoints, FrozenBytes) = (0, 0, 0, 0, 0);
    }

    private void ForgetEmptyGroups()
    {
        var empty = _groups.Values.Where(group => group.Active.Count == 0).ToList();
        foreach (var group in empty)
            _groups.Remove(group.KeyList);
        foreach (var series in _series.Values)
            series.Places.RemoveAll(place => place.Group.Active.Count == 0);
    }
}
