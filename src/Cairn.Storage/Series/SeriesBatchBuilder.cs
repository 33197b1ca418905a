using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series;

/// <summary>
/// Collects rows of one run into a <see cref="SeriesBatch"/>. Not thread-safe; made to be reset and reused, whereupon
/// keys it has seen before cost no allocation.
/// </summary>
public sealed class SeriesBatchBuilder
{
    private const int KeptKeys = 20_000;
    private const int KeptBlocks = 256;

    private readonly BuilderKeys _keys = new();
    private readonly ByteSink _axis = new(256);
    private readonly List<BuilderBlock> _blocks = [];
    private readonly Dictionary<int, List<BuilderBlock>> _byHash = [];
    private readonly List<(int Key, double Value)> _repeated = [];
    private int[] _rowKeys = new int[64];
    private double[] _rowValues = new double[64];
    private int[] _stamps = new int[64];
    private int[] _places = new int[64];
    private int[] _expected = [];
    private BuilderBlock? _expectedBlock;
    private int _rowCount;
    private int _stamp;
    private bool _asExpected;
    private bool _open;
    private long _run;
    private long _step;
    private long _time;

    /// <summary>A builder for rows of <paramref name="run"/> (0 to 2^39 - 1).</summary>
    public SeriesBatchBuilder(long run) => Reset(run);

    /// <summary>Points added in finished rows.</summary>
    public long Points { get; private set; }

    /// <summary>Finished rows that hold a point.</summary>
    public int Rows { get; private set; }

    /// <summary>Forgets all rows and goes on with <paramref name="run"/>.</summary>
    public void Reset(long run)
    {
        if (run is < 0 or > Ids.MaxRun)
            throw new ArgumentOutOfRangeException(nameof(run), run, $"a run's number is 0 to {Ids.MaxRun}");
        _run = run;
        _open = false;
        _rowCount = 0;
        _repeated.Clear();
        Points = 0;
        Rows = 0;
        if (_keys.Count > KeptKeys || _blocks.Count > KeptBlocks)
        {
            _keys.Clear();
            _blocks.Clear();
            _byHash.Clear();
            _expected = [];
            _expectedBlock = null;
        }

        foreach (var block in _blocks)
            block.Clear();
    }

    /// <summary>Starts a row at a step and a wall time (Unix milliseconds).</summary>
    public void BeginRow(long step, long timeMs)
    {
        if (_open)
            throw new InvalidOperationException("the row before was not ended");
        _open = true;
        _step = step;
        _time = timeMs;
        _rowCount = 0;
        _asExpected = true;
        if (++_stamp == int.MaxValue)
        {
            Array.Clear(_stamps);
            _stamp = 1;
        }
    }

    /// <summary>Adds a value to the open row; a key given twice in a row makes two points of the same step and time.</summary>
    public void Add(ReadOnlySpan<byte> keyUtf8, double value)
    {
        if (!_open)
            throw new InvalidOperationException("no row was begun");
        var place = _rowCount;
        int key;
        if (_asExpected && place < _expected.Length && _keys[_expected[place]].SequenceEqual(keyUtf8))
        {
            key = _expected[place];
        }
        else
        {
            key = _keys.Intern(keyUtf8);
            _asExpected = false;
            if (_keys.Count > _stamps.Length)
                Array.Resize(ref _stamps, _keys.Count * 2);
        }

        value = ValueOrder.Canonical(value);
        if (_stamps[key] == _stamp)
        {
            _repeated.Add((key, value));
            return;
        }

        _stamps[key] = _stamp;
        if (place == _rowKeys.Length)
        {
            Array.Resize(ref _rowKeys, place * 2);
            Array.Resize(ref _rowValues, place * 2);
        }

        _rowKeys[place] = key;
        _rowValues[place] = value;
        _rowCount = place + 1;
    }

    /// <summary>Adds a value to the open row.</summary>
    public void Add(string key, double value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Length <= 128)
        {
            Span<byte> bytes = stackalloc byte[384];
            Add(bytes[..Encoding.UTF8.GetBytes(key, bytes)], value);
        }
        else
        {
            Add(Encoding.UTF8.GetBytes(key), value);
        }
    }

    /// <summary>
    /// The length of the key that came at this place in the row before, if <paramref name="text"/> begins with it and
    /// <paramref name="end"/> follows; else 0. Keys with a quote or a backslash are never found so.
    /// </summary>
    public int ExpectedBefore(ReadOnlySpan<byte> text, byte end)
    {
        if (!_asExpected || _rowCount >= _expected.Length)
            return 0;
        var number = _expected[_rowCount];
        var key = _keys[number];
        return text.Length > key.Length && text[key.Length] == end && text.StartsWith(key) && _keys.IsPlain(number) ? key.Length : 0;
    }

    /// <summary>Adds a value for the key that <see cref="ExpectedBefore"/> found.</summary>
    public void AddExpected(double value)
    {
        var place = _rowCount;
        var key = _expected[place];
        _stamps[key] = _stamp;
        if (place == _rowKeys.Length)
        {
            Array.Resize(ref _rowKeys, place * 2);
            Array.Resize(ref _rowValues, place * 2);
        }

        _rowKeys[place] = key;
        _rowValues[place] = value;
        _rowCount = place + 1;
    }

    /// <summary>Forgets the open row.</summary>
    public void DropRow()
    {
        _open = false;
        _rowCount = 0;
        _repeated.Clear();
    }

    /// <summary>Ends the open row; one without values leaves no trace.</summary>
    public void EndRow()
    {
        if (!_open)
            throw new InvalidOperationException("no row was begun");
        _open = false;
        if (_rowCount == 0)
            return;
        Place();
        foreach (var (key, value) in _repeated)
        {
            _rowKeys[0] = key;
            _rowValues[0] = value;
            _rowCount = 1;
            _asExpected = false;
            Place();
        }

        _repeated.Clear();
    }

    /// <summary>The rows so far as a batch; the builder keeps them until it is reset.</summary>
    public SeriesBatch Build()
    {
        if (_open)
            throw new InvalidOperationException("the last row was not ended");
        long length = BatchFormat.HeaderBytes;
        var blocks = 0;
        var keys = 0;
        foreach (var block in _blocks)
        {
            if (block.Rows == 0)
                continue;
            blocks++;
            keys += block.Keys.Length;
            length += BatchFormat.BlockBytes(block.Rows, block.Keys.Length, BlockWriter.KeyBytes(block, _keys));
        }

        if (length > Array.MaxLength)
            throw new InvalidOperationException($"a batch of {length} bytes is too large");
        var buffer = ArrayPool<byte>.Shared.Rent((int)length);
        BatchFormat.WriteHeader(buffer, blocks, _run, Points, Rows);
        var target = buffer.AsSpan(BatchFormat.HeaderBytes);
        foreach (var block in _blocks)
        {
            if (block.Rows > 0)
                target = target[BlockWriter.Write(block, _keys, target, _axis)..];
        }

        length = buffer.Length - target.Length;
        return new SeriesBatch(buffer, (int)length, _run, Points, Rows, keys);
    }

    private void Place()
    {
        var keys = _rowKeys.AsSpan(0, _rowCount);
        var values = _rowValues.AsSpan(0, _rowCount);
        Points += _rowCount;
        Rows++;
        if (_asExpected && _rowCount == _expected.Length)
        {
            values.CopyTo(_expectedBlock!.AddRow(_step, _time));
            return;
        }

        var block = Find(keys);
        if (block.Keys.AsSpan().SequenceEqual(keys))
        {
            values.CopyTo(block.AddRow(_step, _time));
            (_expected, _expectedBlock) = (block.Keys, block);
            return;
        }

        if (_places.Length < _stamps.Length)
            _places = new int[_stamps.Length];
        for (var i = 0; i < block.Keys.Length; i++)
            _places[block.Keys[i]] = i;
        var row = block.AddRow(_step, _time);
        for (var i = 0; i < keys.Length; i++)
            row[_places[keys[i]]] = values[i];
    }

    private BuilderBlock Find(ReadOnlySpan<int> keys)
    {
        Span<int> sorted = keys.Length <= 256 ? stackalloc int[keys.Length] : new int[keys.Length];
        keys.CopyTo(sorted);
        sorted.Sort();
        var hash = (int)ByteHash.Of(MemoryMarshal.AsBytes(sorted));
        if (!_byHash.TryGetValue(hash, out var candidates))
            _byHash[hash] = candidates = [];
        foreach (var candidate in candidates)
        {
            if (candidate.Sorted.AsSpan().SequenceEqual(sorted))
                return candidate;
        }

        var block = new BuilderBlock(keys.ToArray(), sorted.ToArray());
        candidates.Add(block);
        _blocks.Add(block);
        return block;
    }
}
