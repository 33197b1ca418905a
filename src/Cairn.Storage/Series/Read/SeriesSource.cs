using Cairn.Storage.Series.Heads;

namespace Cairn.Storage.Series.Read;

/// <summary>Finds the parts of a series and reads them through caches.</summary>
internal sealed class SeriesSource(ReaderPool readers, RunTable runs, long cacheBytes)
{
    private readonly ByteCache<byte[]> _data = new(cacheBytes / 2);
    private readonly ByteCache<AxisInfo> _axes = new(cacheBytes / 4);
    private readonly ByteCache<SeriesIndex> _indexes = new(cacheBytes / 4);

    public long CachedBytes => _data.Bytes + _axes.Bytes + _indexes.Bytes;

    /// <summary>All parts of a series at one moment, each of its points in exactly one; null if there is no such series.</summary>
    public SeriesView? View(long run, ReadOnlySpan<byte> key)
    {
        var name = key.ToArray();
        SeriesIndex? fresh = null;
        while (true)
        {
            var known = fresh;
            var (view, id) = runs.With(run, state => TryView(state, name, known));
            if (id == 0)
                return view;
            fresh = Index(run, id);
            _indexes.Set(id, fresh, fresh.Bytes);
        }
    }

    /// <summary>A chunk's encoded values, checked; null if a change of the series took the chunk away meanwhile.</summary>
    public byte[]? Data(ChunkInfo chunk)
    {
        if (_data.Get(chunk.Id) is { } cached)
            return cached;
        byte[]? data;
        using (var lease = readers.Rent())
            data = lease.Reader.Data(chunk.Id);
        if (data is null)
            return null;
        _data.Set(chunk.Id, data, data.Length + 64);
        return data;
    }

    /// <summary>The row groups of a run, for the writer thread, which alone changes them.</summary>
    public AxisList Axes(RunState state)
    {
        if (state.Axes is { } known && known.Version == state.Version)
            return known;
        using var lease = readers.Rent();
        return state.Axes = new AxisList(state.Version, lease.Reader.Axes(state.Run));
    }

    public AxisInfo? Axis(long id)
    {
        if (_axes.Get(id) is { } cached)
            return cached;
        using var lease = readers.Rent();
        return Axis(lease.Reader, id);
    }

    public SeriesIndex Index(long run, long series)
    {
        using var lease = readers.Rent();
        var reader = lease.Reader;
        using var snapshot = reader.Begin();
        var version = reader.Run(run).Version;
        var chunks = reader.Chunks(
            run, series, id => Axis(reader, id) ?? throw new SeriesDamagedException($"axis {id} of run {run} is missing"));
        return new SeriesIndex(version, chunks);
    }

    private AxisInfo? Axis(Reader reader, long id)
    {
        if (_axes.Get(id) is { } cached)
            return cached;
        var axis = reader.Axis(id);
        if (axis is not null)
            _axes.Set(id, axis, axis.Bytes);
        return axis;
    }

    /// <summary>The view, or the number of the series whose index must be loaded first.</summary>
    private (SeriesView? View, long Load) TryView(RunState state, byte[] key, SeriesIndex? fresh)
    {
        var series = state.Find(key);
        if (series is null)
            return (null, 0);
        if (series.Id == 0)
            return (new SeriesView(SeriesIndex.None, Heads(series, frozen: true)), 0);
        var index = _indexes.Get(series.Id);
        if (index is null || (fresh is not null && fresh.Version > index.Version))
            index = fresh;
        if (index is not null && index.Version == state.Version)
            return (new SeriesView(index, Heads(series, frozen: true)), 0);

        // The database is a fold ahead of memory for a moment: what is frozen is already in the chunks.
        if (index is not null && index.Version == state.Version + 1 && state.Plan is not null)
            return (new SeriesView(index, Heads(series, frozen: false)), 0);
        return (null, series.Id);
    }

    private static HeadPart[] Heads(SeriesState series, bool frozen)
    {
        var parts = new List<HeadPart>();
        foreach (var (group, column) in series.Places)
        {
            if (frozen)
                Add(parts, group.Frozen, column);
            Add(parts, group.Active, column);
        }

        return [.. parts];
    }

    private static void Add(List<HeadPart> parts, List<Segment> segments, int column)
    {
        foreach (var segment in segments)
        {
            if (segment.Rows > 0)
                parts.Add(new HeadPart(segment.Steps, segment.Times, segment.Columns[column], segment.Rows));
        }
    }
}
