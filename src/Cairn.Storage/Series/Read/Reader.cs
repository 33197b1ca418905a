using System.Text;
using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Series.Read;

/// <summary>A reading connection and its prepared statements; used by one thread at a time.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Database _database;
    private readonly Statement _begin;
    private readonly Statement _end;
    private readonly Statement _run;
    private readonly Statement _series;
    private readonly Statement _byKey;
    private readonly Statement _keyNames;
    private readonly Statement _keyUses;
    private readonly Statement _someKeyUses;
    private readonly Statement _chunks;
    private readonly Statement _axis;
    private readonly Statement _axes;
    private readonly Statement _data;
    private readonly Statement _tallies;
    private readonly Statement _versions;
    private readonly Statement _summaries;

    public Reader(string path)
    {
        _database = Database.Open(path, create: false);
        _database.Execute("PRAGMA query_only = 1; PRAGMA cache_size = -4096");
        _begin = _database.Prepare("BEGIN");
        _end = _database.Prepare("COMMIT");
        _run = _database.Prepare("SELECT next, version FROM run WHERE run = ?1");
        _series = _database.Prepare(
            $"SELECT k.key, s.id, {TallyColumns.Names} FROM series s JOIN key k ON k.id = s.key WHERE s.run = ?1");
        _byKey = _database.Prepare(
            $"SELECT run, {TallyColumns.Names} FROM series WHERE key = (SELECT id FROM key WHERE key = ?1)");
        _keyNames = _database.Prepare("SELECT id, key FROM key");
        _keyUses = _database.Prepare("SELECT run, key FROM series WHERE count > 0");
        _someKeyUses = _database.Prepare("SELECT run, key FROM series WHERE run BETWEEN ?1 AND ?2 AND count > 0");
        _chunks = _database.Prepare(
            $"""
            SELECT c.id, {TallyColumns.Names.Replace(", ", ", c.").Insert(0, "c.")}, c.mini_crc, c.mini, c.data_crc, c.data
            FROM chunk c CROSS JOIN axis a ON a.id = ?3 + (c.id & {Ids.MaxGroup}) WHERE c.id BETWEEN ?1 AND ?2
            """);
        _axis = _database.Prepare("SELECT count, min_time, max_time, crc, mini, data FROM axis WHERE id = ?1");
        _axes = _database.Prepare(
            """
            SELECT id, count, first_step, last_step, first_time, last_time, series FROM axis WHERE id BETWEEN ?1 AND ?2
            """);
        _data = _database.Prepare("SELECT data, data_crc FROM chunk WHERE id = ?1");
        _versions = _database.Prepare("SELECT run, version FROM run WHERE run BETWEEN ?1 AND ?2");
        _summaries = _database.Prepare(
            $"SELECT run, key, {TallyColumns.Names} FROM series WHERE run BETWEEN ?1 AND ?2 AND count > 0");
        _tallies = _database.Prepare($"SELECT id, {TallyColumns.Names} FROM chunk WHERE id BETWEEN ?1 AND ?2");
    }

    /// <summary>Everything read until it is disposed is of one moment.</summary>
    public Snapshot Begin() => new(this);

    public (long Next, long Version) Run(long run)
    {
        _run.Bind(1, run);
        if (!_run.Step())
            return (0, 0);
        var found = (_run.Long(0), _run.Long(1));
        _run.Reset();
        return found;
    }

    public void LoadRun(RunState state, KeyTable keys)
    {
        using var snapshot = Begin();
        (state.NextGroup, state.Version) = Run(state.Run);
        if (state.NextGroup == 0)
            return;
        _series.Bind(1, state.Run);
        while (_series.Step())
        {
            var series = state.GetOrAdd(_series.Blob(0), keys);
            series.Id = _series.Long(1);
            series.Tally = TallyColumns.Read(_series, 2);
        }
    }

    public void ByKey(ReadOnlySpan<byte> key, List<(long Run, Tally Tally)> found)
    {
        _byKey.Bind(1, key);
        while (_byKey.Step())
            found.Add((_byKey.Long(0), TallyColumns.Read(_byKey, 1)));
    }

    /// <summary>The versions of the runs with ids in [first, last].</summary>
    public void Versions(long first, long last, Action<long, long> visit)
    {
        _versions.Bind(1, first).Bind(2, last);
        while (_versions.Step())
            visit(_versions.Long(0), _versions.Long(1));
    }

    /// <summary>The versions of the runs with ids in [first, last], then their series' tallies as they were folded then.</summary>
    public void Runs(long first, long last, Action<long, long> versions, Action<long, string, Tally> visit)
    {
        using var snapshot = Begin();
        Versions(first, last, versions);
        var names = Names();
        _summaries.Bind(1, first).Bind(2, last);
        while (_summaries.Step())
            visit(_summaries.Long(0), names[_summaries.Long(1)], TallyColumns.Read(_summaries, 2));
    }

    private Dictionary<long, string> Names()
    {
        var names = new Dictionary<long, string>();
        while (_keyNames.Step())
            names[_keyNames.Long(0)] = Encoding.UTF8.GetString(_keyNames.Blob(1));
        return names;
    }

    /// <summary>Which of the runs with ids in [first, last] have which keys.</summary>
    public void Uses(long first, long last, Action<long, string> visit)
    {
        using var snapshot = Begin();
        var names = Names();
        _someKeyUses.Bind(1, first).Bind(2, last);
        while (_someKeyUses.Step())
            visit(_someKeyUses.Long(0), names[_someKeyUses.Long(1)]);
    }

    /// <summary>Which runs have which keys, in the order in which they lie on disk.</summary>
    public void Uses(Action<long, string> visit)
    {
        using var snapshot = Begin();
        var names = Names();
        while (_keyUses.Step())
            visit(_keyUses.Long(0), names[_keyUses.Long(1)]);
    }

    /// <summary>
    /// Chunks of a series in some row groups that are not dead, with the axes they stand on; <paramref name="damaged"/> gets
    /// those that cannot be read, and <paramref name="keep"/> the sound values of those that are <paramref name="wanted"/>.
    /// </summary>
    public ChunkInfo[] Chunks(
        long run,
        long series,
        (long First, long Last) groups,
        Func<long, AxisInfo> axis,
        Action<long, Tally, string> damaged,
        Func<long, Tally, bool> wanted,
        Action<long, byte[]> keep)
    {
        var found = new List<ChunkInfo>();
        _chunks.Bind(1, Ids.Row(series, groups.First)).Bind(2, Ids.Row(series, groups.Last)).Bind(3, Ids.Row(run, 0));
        try
        {
            while (_chunks.Step())
            {
                var id = _chunks.Long(0);
                var tally = TallyColumns.Read(_chunks, 1);
                var mini = _chunks.Blob(TallyColumns.Count + 2);
                if (Checksum.Add(TallyColumns.Seed(id, tally), mini) != (uint)_chunks.Long(TallyColumns.Count + 1))
                {
                    damaged(id, tally, $"chunk {id} (run {run}, series {series}) has a damaged summary");
                    continue;
                }

                try
                {
                    found.Add(new ChunkInfo(id, tally, mini.ToArray(), axis(Ids.Row(run, Ids.Group(id)))));
                    if (!wanted(id, tally))
                        continue;
                    var data = _chunks.Blob(TallyColumns.Count + 4);
                    if (Checksum.Of(data) == (uint)_chunks.Long(TallyColumns.Count + 3))
                        keep(id, data.ToArray());
                }
                catch (SeriesDamagedException damage)
                {
                    damaged(id, tally, damage.Message);
                }
            }
        }
        catch
        {
            _chunks.Reset();
            throw;
        }

        return [.. found];
    }

    public AxisInfo? Axis(long id)
    {
        _axis.Bind(1, id);
        if (!_axis.Step())
            return null;
        try
        {
            var count = (int)_axis.Long(0);
            var mini = _axis.Blob(4);
            var data = _axis.Blob(5);
            if (Checksum.Add(Checksum.Add((uint)count, mini), data) != (uint)_axis.Long(3))
                throw new SeriesDamagedException($"axis {id} (run {Ids.Owner(id)}, group {Ids.Group(id)}) is damaged");
            return new AxisInfo(
                id, count, _axis.Long(1), _axis.Long(2), AxisMini.Read(mini, count), data.ToArray());
        }
        finally
        {
            _axis.Reset();
        }
    }

    public List<AxisEntry> Axes(long run)
    {
        var found = new List<AxisEntry>();
        _axes.Bind(1, Ids.Row(run, 0)).Bind(2, Ids.Row(run, Ids.MaxGroup));
        while (_axes.Step())
        {
            found.Add(new AxisEntry(
                Ids.Group(_axes.Long(0)), (int)_axes.Long(1), _axes.Long(2), _axes.Long(3), _axes.Long(4), _axes.Long(5),
                _axes.Blob(6).ToArray()));
        }

        return found;
    }

    /// <summary>Adds up a series' chunks in some row groups.</summary>
    public void Tallies(long series, HashSet<long> groups, ref Tally sum)
    {
        _tallies.Bind(1, Ids.Row(series, 0)).Bind(2, Ids.Row(series, Ids.MaxGroup));
        while (_tallies.Step())
        {
            if (groups.Contains(Ids.Group(_tallies.Long(0))))
                sum.Merge(TallyColumns.Read(_tallies, 1));
        }
    }

    /// <summary>The encoded values of a chunk; null if it is gone.</summary>
    public byte[]? Data(long id)
    {
        _data.Bind(1, id);
        if (!_data.Step())
            return null;
        var (data, crc) = (_data.Blob(0).ToArray(), (uint)_data.Long(1));
        _data.Reset();
        return Checksum.Of(data) == crc
            ? data
            : throw new SeriesDamagedException(
                $"chunk {id} (series {Ids.Owner(id)}, row group {Ids.Group(id)}) is damaged");
    }

    public void Dispose()
    {
        foreach (var statement in new[] { _begin, _end, _run, _series, _byKey, _chunks, _axis, _axes, _data, _tallies, _versions, _summaries, _keyNames, _keyUses, _someKeyUses })
            statement.Dispose();
        _database.Dispose();
    }

    internal readonly struct Snapshot : IDisposable
    {
        private readonly Reader _reader;

        public Snapshot(Reader reader)
        {
            _reader = reader;
            reader._begin.Run();
        }

        public void Dispose() => _reader._end.Run();
    }
}
