using Cairn.Storage.Series.Codec;
using Cairn.Storage.Series.Fold;
using Cairn.Storage.Series.Heads;
using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Series.Write;

/// <summary>The statements of the writing connection. Everything happens in a transaction its caller begins and ends.</summary>
internal sealed class Changes : IDisposable
{
    private readonly Database _database;
    private readonly List<Statement> _all = [];
    private readonly List<SeriesKey> _newKeys = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _stage;
    private readonly Statement _unstage;
    private readonly Statement _findKey;
    private readonly Statement _addKey;
    private readonly Statement _addSeries;
    private readonly Statement _setSeries;
    private readonly Statement _dropSeries;
    private readonly Statement _addAxis;
    private readonly Statement _dropAxis;
    private readonly Statement _addChunk;
    private readonly Statement _dropChunk;
    private readonly Statement _setRun;
    private readonly Statement _bury;
    private readonly Statement _grave;
    private readonly Statement _dropGrave;
    private readonly Statement _setGrave;
    private readonly Statement _total;
    private long _lastSeries;
    private bool _changed;

    private readonly Action? _committing;

    public Changes(Database database, Action? committing = null)
    {
        _database = database;
        _committing = committing;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _stage = Prepare("INSERT INTO stage(seq, run, crc, payload) VALUES (?1, ?2, ?3, ?4)");
        _unstage = Prepare("DELETE FROM stage WHERE seq = ?1");
        _findKey = Prepare("SELECT id FROM key WHERE key = ?1");
        _addKey = Prepare("INSERT INTO key(key) VALUES (?1) RETURNING id");
        _addSeries = Prepare($"INSERT INTO series(id, run, key, {TallyColumns.Names}) VALUES (?1, ?2, ?3, {Places(4)})");
        _setSeries = Prepare($"UPDATE series SET ({TallyColumns.Names}) = ({Places(2)}) WHERE id = ?1");
        _dropSeries = Prepare("DELETE FROM series WHERE id = ?1");
        _addAxis = Prepare(
            """
            INSERT INTO axis(id, count, first_step, last_step, first_time, last_time, min_time, max_time, crc, series, mini, data)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """);
        _dropAxis = Prepare("DELETE FROM axis WHERE id = ?1 RETURNING length(series) + length(mini) + length(data)");
        _addChunk = Prepare(
            $"""
            INSERT INTO chunk(id, {TallyColumns.Names}, mini_crc, data_crc, mini, data)
            VALUES (?1, {Places(2)}, ?15, ?16, ?17, ?18)
            """);
        _dropChunk = Prepare("DELETE FROM chunk WHERE id = ?1 RETURNING length(mini) + length(data)");
        _setRun = Prepare(
            """
            INSERT INTO run(run, next, version) VALUES (?1, ?2, ?3)
            ON CONFLICT (run) DO UPDATE SET next = excluded.next, version = excluded.version
            """);
        _bury = Prepare("INSERT INTO grave(id, series) VALUES (?1, ?2)");
        _grave = Prepare("SELECT id, series FROM grave LIMIT 1");
        _dropGrave = Prepare("DELETE FROM grave WHERE id = ?1");
        _setGrave = Prepare("UPDATE grave SET series = ?2 WHERE id = ?1");
        _total = Prepare(
            "UPDATE total SET points = points + ?1, chunks = chunks + ?2, bytes = bytes + ?3, last_series = max(last_series, ?4)");
    }

    /// <summary>What the open transaction changed in the totals.</summary>
    public (long Points, long Chunks, long Bytes) Total { get; private set; }

    public void Begin()
    {
        Total = default;
        _changed = false;
        _newKeys.Clear();
        _begin.Run();
    }

    public void Commit()
    {
        if (_changed)
            _total.Bind(1, Total.Points).Bind(2, Total.Chunks).Bind(3, Total.Bytes).Bind(4, _lastSeries).Run();
        _committing?.Invoke();
        _commit.Run();
    }

    public void Rollback()
    {
        foreach (var key in _newKeys)
            key.Id = 0;
        _newKeys.Clear();
        foreach (var statement in _all)
            statement.Reset();
        if (SQLitePCL.raw.sqlite3_get_autocommit(_database.Handle) == 0)
            _database.Execute("ROLLBACK");
    }

    public void Stage(long sequence, SeriesBatch batch) =>
        _stage.Bind(1, sequence).Bind(2, batch.Run).Bind(3, batch.Crc).Bind(4, batch.Payload).Run();

    public void Write(FoldPlan plan)
    {
        _changed = true;
        var run = plan.Run.Run;
        foreach (var summary in plan.Summaries)
        {
            if (summary.Insert)
                Insert(run, summary);
            else
                Set(summary);
        }

        foreach (var series in plan.Removed)
        {
            if (series.Id != 0)
                _dropSeries.Bind(1, series.Id).Run();
        }

        foreach (var axis in plan.Axes)
            Write(run, axis, plan.Sink);
        foreach (var chunk in plan.Chunks)
            Write(chunk, plan.Sink);
        foreach (var (group, series) in plan.Replaced)
        {
            Drop(_dropAxis, Ids.Row(run, group));
            if (FoldPlan.SweepsLater(series))
            {
                _bury.Bind(1, Ids.Row(run, group)).Bind(2, SeriesList.Write(series)).Run();
                continue;
            }

            foreach (var id in series)
                DropChunk(Ids.Row(id, group));
        }

        foreach (var axis in plan.Dead)
        {
            _bury.Bind(1, Ids.Row(run, axis.Group)).Bind(2, axis.Series).Run();
            Drop(_dropAxis, Ids.Row(run, axis.Group));
        }

        foreach (var (sequence, _) in plan.Staged)
            _unstage.Bind(1, sequence).Run();
        _setRun.Bind(1, run).Bind(2, plan.NextGroup).Bind(3, plan.Version + 1).Run();
        Total = Total with { Points = Total.Points + plan.PointsChange };
    }

    /// <summary>Deletes so many chunks of dead row groups; false when none are left.</summary>
    public bool Sweep(int chunks)
    {
        while (chunks > 0)
        {
            if (!_grave.Step())
                return false;
            var (id, series) = (_grave.Long(0), SeriesList.Read(_grave.Blob(1)));
            _grave.Reset();
            var part = Math.Min(chunks, series.Length);
            foreach (var owner in series.AsSpan(0, part))
                DropChunk(Ids.Row(owner, Ids.Group(id)));
            if (part == series.Length)
                _dropGrave.Bind(1, id).Run();
            else
                _setGrave.Bind(1, id).Bind(2, SeriesList.Write(series.AsSpan(part))).Run();
            _changed = true;
            chunks -= part + 1;
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var statement in _all)
            statement.Dispose();
    }

    private static string Places(int first) =>
        string.Join(", ", Enumerable.Range(first, TallyColumns.Count).Select(place => $"?{place}"));

    private Statement Prepare(string sql)
    {
        var statement = _database.Prepare(sql);
        _all.Add(statement);
        return statement;
    }

    private void Insert(long run, SummaryWrite summary)
    {
        var key = summary.Series.Key;
        if (key.Id == 0)
            Number(key);
        _lastSeries = Math.Max(_lastSeries, summary.Id);
        _addSeries.Bind(1, summary.Id).Bind(2, run).Bind(3, key.Id);
        TallyColumns.Bind(_addSeries, 4, summary.Tally);
        _addSeries.Run();
    }

    private void Number(SeriesKey key)
    {
        _findKey.Bind(1, key.Utf8);
        var finder = _findKey;
        if (!finder.Step())
        {
            finder = _addKey.Bind(1, key.Utf8);
            finder.Step();
            _newKeys.Add(key);
        }

        key.Id = finder.Long(0);
        while (finder.Step())
        {
        }
    }

    private void Set(SummaryWrite summary)
    {
        _setSeries.Bind(1, summary.Id);
        TallyColumns.Bind(_setSeries, 2, summary.Tally);
        _setSeries.Run();
    }

    private void Write(long run, AxisWrite axis, ByteSink sink)
    {
        var mini = sink.Written[axis.Mini];
        var data = sink.Written[axis.Data];
        _addAxis
            .Bind(1, Ids.Row(run, axis.Group))
            .Bind(2, axis.Count)
            .Bind(3, axis.FirstStep)
            .Bind(4, axis.LastStep)
            .Bind(5, axis.FirstTime)
            .Bind(6, axis.LastTime)
            .Bind(7, axis.MinTime)
            .Bind(8, axis.MaxTime)
            .Bind(9, Checksum.Add(Checksum.Add((uint)axis.Count, mini), data))
            .Bind(10, axis.Series)
            .Bind(11, mini)
            .Bind(12, data)
            .Run();
        Total = Total with { Bytes = Total.Bytes + axis.Series.Length + mini.Length + data.Length };
    }

    private void Write(ChunkWrite chunk, ByteSink sink)
    {
        var mini = sink.Written[chunk.Mini];
        var data = sink.Written[chunk.Data];
        _addChunk.Bind(1, chunk.Id);
        TallyColumns.Bind(_addChunk, 2, chunk.Tally);
        _addChunk
            .Bind(15, Checksum.Add(TallyColumns.Seed(chunk.Id, chunk.Tally), mini))
            .Bind(16, Checksum.Of(data))
            .Bind(17, mini)
            .Bind(18, data)
            .Run();
        Total = Total with { Chunks = Total.Chunks + 1, Bytes = Total.Bytes + mini.Length + data.Length };
    }

    private void DropChunk(long id)
    {
        if (Drop(_dropChunk, id))
            Total = Total with { Chunks = Total.Chunks - 1 };
    }

    private bool Drop(Statement delete, long id)
    {
        delete.Bind(1, id);
        if (!delete.Step())
            return false;
        Total = Total with { Bytes = Total.Bytes - delete.Long(0) };
        delete.Run();
        return true;
    }
}
