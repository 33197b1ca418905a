using System.Text;
using Cairn.Storage.Series.Heads;

namespace Cairn.Storage.Series.Read;

/// <summary>Finds the parts of a series and reads them through caches.</summary>
internal sealed class SeriesSource(ReaderPool readers, RunTable runs, DamageList damage, long cacheBytes)
{
    private const int Overhead = 64;
    private const int GroupsAReader = 128;

    private readonly ByteCache<long, byte[]> _data = new(cacheBytes / 2);
    private readonly ByteCache<long, AxisInfo> _axes = new(cacheBytes / 4);
    private readonly ByteCache<long, SeriesIndex> _indexes = new(cacheBytes / 4);

    public long CachedBytes => _data.Bytes + _axes.Bytes + _indexes.Bytes;

    /// <summary>All parts of a series at one moment, each of its points in exactly one; null if there is no such series.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Its key.</param>
    /// <param name="wanted">Of which chunks the values will be read; where the index is not known yet they come along with it.</param>
    public SeriesView? View(long run, byte[] name, Func<Tally, bool>? wanted = null)
    {
        SeriesIndex? fresh = null;
        while (true)
        {
            var known = fresh;
            var (view, id) = runs.With(run, state => TryView(state, name, known));
            if (id == 0)
                return view;
            fresh = Index(run, id, name, wanted);
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
        _data.Set(chunk.Id, data, data.Length + Overhead);
        return data;
    }

    /// <summary>A number that changes whenever the points of a series do; 0 if there is no such series.</summary>
    public long Revision(long run, byte[] key) => runs.With(run, state => state.Find(key)?.Revision ?? 0);

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

    /// <summary>The chunks of a series that can be read; the others are noted as damage.</summary>
    public SeriesIndex Index(long run, long series, byte[] key, Func<Tally, bool>? wanted = null)
    {
        long groups;
        using (var lease = readers.Rent())
            groups = lease.Reader.Run(run).Next;

        // A series of millions of points is read by several at once. If a fold comes in between they are of different
        // moments, and it is read again by one.
        var parts = (int)Math.Clamp(groups / GroupsAReader, 1, Environment.ProcessorCount);
        if (parts > 1)
        {
            var read = new SeriesIndex[parts];
            Parallel.For(0, parts, i => read[i] = Index(
                run, series, key, wanted, groups * i / parts, i + 1 == parts ? Ids.MaxGroup : (groups * (i + 1) / parts) - 1));
            if (read.All(part => part.Version == read[0].Version))
                return new SeriesIndex(read[0].Version, [.. read.SelectMany(part => part.Chunks)]);
        }

        return Index(run, series, key, wanted, 0, Ids.MaxGroup);
    }

    private SeriesIndex Index(long run, long series, byte[] key, Func<Tally, bool>? wanted, long first, long last)
    {
        using var lease = readers.Rent();
        var reader = lease.Reader;
        using var snapshot = reader.Begin();
        var version = reader.Run(run).Version;
        var chunks = reader.Chunks(
            run,
            series,
            (first, last),
            id => Axis(reader, id) ?? throw new SeriesDamagedException($"row group {id} of run {run} is missing"),
            (chunk, tally, reason) => Note(run, key, chunk, tally, reason),
            (chunk, tally) => wanted is not null && wanted(tally) && _data.Get(chunk) is null,
            (chunk, data) => _data.Set(chunk, data, data.Length + Overhead));
        return new SeriesIndex(version, chunks);
    }

    /// <summary>A chunk's encoded values; null with false if it is damaged, which is noted, and null with true if it is gone.</summary>
    public bool TryData(SeriesView view, ChunkInfo chunk, out byte[]? data)
    {
        try
        {
            data = Data(chunk);
            return true;
        }
        catch (SeriesDamagedException damaged)
        {
            data = null;
            Note(view.Run, view.Key, chunk.Id, chunk.Tally, damaged.Message);
            return false;
        }
    }

    private void Note(long run, byte[] key, long chunk, in Tally tally, string reason) => damage.Note(chunk, new SeriesDamage(
        run, Encoding.UTF8.GetString(key), tally.FirstStep, tally.LastStep, tally.Count, reason));

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
            return (new SeriesView(state.Run, key, series.Revision, SeriesIndex.None, Heads(series, frozen: true)), 0);
        var index = _indexes.Get(series.Id);
        if (index is null || (fresh is not null && fresh.Version > index.Version))
            index = fresh;
        if (index is not null && index.Version == state.Version)
            return (new SeriesView(state.Run, key, series.Revision, index, Heads(series, frozen: true)), 0);

        // The database is a fold ahead of memory for a moment: what is frozen is already in the chunks.
        if (index is not null && index.Version == state.Version + 1 && state.Plan is not null)
            return (new SeriesView(state.Run, key, series.Revision, index, Heads(series, frozen: false)), 0);
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
