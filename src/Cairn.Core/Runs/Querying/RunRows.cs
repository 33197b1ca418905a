namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Which run is in which row. Writes are noted at once and worked into a new <see cref="RunTable"/> when someone reads, so
/// that a burst of changes to a run costs one copy of its chunk. Safe for many threads.
/// </summary>
/// <param name="documentBytes">Of the runs' documents, how many bytes stay in memory; those of the oldest rows go first.</param>
internal sealed class RunRows(long documentBytes)
{
    // Bounds the memory of notes that nobody asks for.
    private const int MostNotes = 16384;

    private readonly Lock _noteGate = new();
    private readonly Lock _applyGate = new();
    private readonly Dictionary<long, int> _rowOf = [];
    private readonly Stack<int> _free = new();
    private volatile TaskCompletionSource? _loading;
    private Dictionary<long, RunRecord?> _notes = [];
    private HashSet<long>? _newer;
    private RunTable _table = RunTable.Empty;
    private int _used;
    private long _documentBytes;
    private int _nextToDrop;
    private volatile bool _hasNotes;

    /// <summary>What the documents take in memory, in bytes.</summary>
    public long DocumentBytes => Interlocked.Read(ref _documentBytes);

    /// <summary>Notes the new record of a run; null removes it.</summary>
    public void Note(long id, RunRecord? record)
    {
        bool isFull;
        lock (_noteGate)
        {
            _notes[id] = record;
            _newer?.Add(id);
            _hasNotes = true;
            isFull = _notes.Count >= MostNotes;
        }

        if (isFull)
            Apply();
    }

    /// <summary>
    /// Keeps documents of one family that were read for these records in memory, as far as there is room and the runs still have them.
    /// </summary>
    public void Keep(IReadOnlyList<RunRecord> records, RunColumnFamily family, byte[][] documents)
    {
        if (documentBytes <= 0 || records.All(record => record.Document(family) is not null))
            return;
        lock (_applyGate)
        {
            for (var i = 0; i < documents.Length; i++)
            {
                if (_rowOf.TryGetValue(records[i].Id, out var row) && _table[row] == records[i])
                    _documentBytes += records[i].Keep(family, documents[i]);
            }

            DropDocuments(_table);
        }
    }

    /// <summary>From here on readers wait, until <see cref="EndLoad"/>; what is noted meanwhile is newer than what is loaded.</summary>
    public void BeginLoad()
    {
        lock (_noteGate)
            _newer = [];
        _loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Takes in records as they were some time after <see cref="BeginLoad"/>.</summary>
    public void Load(IReadOnlyList<RunRecord> records)
    {
        lock (_applyGate)
        {
            var loaded = new List<KeyValuePair<long, RunRecord?>>(records.Count);
            lock (_noteGate)
            {
                foreach (var record in records)
                {
                    if (_newer?.Contains(record.Id) != true)
                        loaded.Add(new(record.Id, record));
                }
            }

            Apply(loaded);
        }
    }

    /// <summary>Lets readers go on, or, after a failure, fail.</summary>
    public void EndLoad(Exception? failure)
    {
        lock (_noteGate)
            _newer = null;
        if (failure is null)
            _loading!.SetResult();
        else
            _loading!.SetException(new InvalidOperationException("The runs could not be read when the server started.", failure));
    }

    /// <summary>All rows, with everything noted before the call; waits for a load under way.</summary>
    public RunTable Table()
    {
        _loading?.Task.GetAwaiter().GetResult();
        return Apply();
    }

    private RunTable Apply()
    {
        if (!_hasNotes)
            return Volatile.Read(ref _table);
        lock (_applyGate)
        {
            Dictionary<long, RunRecord?> notes;
            lock (_noteGate)
            {
                notes = _notes;
                _notes = [];
            }

            Apply(notes);

            // Only now: who sees no notes must see the table that has them.
            lock (_noteGate)
                _hasNotes = _notes.Count > 0;
            return _table;
        }
    }

    /// <summary>The row of a run in the newest table; -1 when it has none.</summary>
    public int Locate(long id)
    {
        lock (_applyGate)
            return _rowOf.TryGetValue(id, out var row) ? row : -1;
    }

    private void Apply(IReadOnlyCollection<KeyValuePair<long, RunRecord?>> notes)
    {
        if (notes.Count == 0)
            return;
        var changed = new Dictionary<int, RunRecord?[]>();
        foreach (var (id, record) in notes)
        {
            if (!_rowOf.TryGetValue(id, out var row))
            {
                if (record is null)
                    continue;
                row = _free.TryPop(out var free) ? free : _used++;
                _rowOf.Add(id, row);
            }
            else
            {
                var before = _table[row];
                _documentBytes -= before?.DocumentBytes ?? 0;
                if (record is null)
                {
                    _rowOf.Remove(id);
                    _free.Push(row);
                }
                else if (before is not null)
                {
                    record.ShareDocuments(before);
                }
            }

            _documentBytes += record?.DocumentBytes ?? 0;
            Chunk(changed, row >> RunChunk.Bits)[row & (RunChunk.Size - 1)] = record;
        }

        var chunks = new RunChunk[(_used + RunChunk.Size - 1) >> RunChunk.Bits];
        _table.Chunks.CopyTo(chunks);
        foreach (var (index, records) in changed)
            chunks[index] = new RunChunk(records.AsSpan(0, Math.Min(RunChunk.Size, _used - (index << RunChunk.Bits))).ToArray());
        var table = new RunTable(chunks, _table.Version + 1);
        Volatile.Write(ref _table, table);
        DropDocuments(table);
    }

    // One round at most: what is left then is small, or came in this moment.
    private void DropDocuments(RunTable table)
    {
        for (var looked = 0; looked < _used && _documentBytes > documentBytes; looked++)
        {
            if (_nextToDrop >= _used)
                _nextToDrop = 0;
            _documentBytes -= table[_nextToDrop++]?.DropDocuments() ?? 0;
        }
    }

    private RunRecord?[] Chunk(Dictionary<int, RunRecord?[]> changed, int index)
    {
        if (changed.TryGetValue(index, out var records))
            return records;
        records = new RunRecord?[RunChunk.Size];
        if (index < _table.Chunks.Length)
            _table.Chunk(index).Records.CopyTo(records);
        changed.Add(index, records);
        return records;
    }
}
