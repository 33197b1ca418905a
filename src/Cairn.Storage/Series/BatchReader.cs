using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series;

/// <summary>Walks through the blocks of a payload without copying.</summary>
internal ref struct BatchReader
{
    private ReadOnlySpan<byte> _rest;
    private ReadOnlySpan<byte> _kinds;
    private int _blocks;

    public BatchReader(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < BatchFormat.HeaderBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(payload) != BatchFormat.Magic)
            throw new SeriesDamagedException("a staged batch does not start as one");
        _blocks = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
        _rest = payload[BatchFormat.HeaderBytes..];
    }

    public int Rows { get; private set; }

    public int KeyCount { get; private set; }

    public bool Strict { get; private set; }

    public ReadOnlySpan<byte> Keys { get; private set; }

    public ReadOnlySpan<long> Steps { get; private set; }

    public ReadOnlySpan<long> Times { get; private set; }

    public bool Next()
    {
        while (_kinds.Length > 0)
            NextColumn(default);
        if (_blocks-- <= 0)
            return false;
        var fields = MemoryMarshal.Cast<byte, int>(_rest[..BatchFormat.BlockHeaderBytes]);
        Rows = fields[0];
        KeyCount = fields[1];
        Strict = (fields[3] & BatchFormat.Strict) != 0;
        Keys = _rest.Slice(BatchFormat.BlockHeaderBytes, fields[2]);
        _rest = _rest[(BatchFormat.BlockHeaderBytes + BatchFormat.Pad(fields[2]))..];
        _kinds = _rest[..KeyCount];
        _rest = _rest[BatchFormat.Pad(KeyCount)..];
        if ((fields[3] & BatchFormat.Packed) == 0)
        {
            Steps = Take<long>(Rows);
            Times = Take<long>(Rows);
            return true;
        }

        var axis = GC.AllocateUninitializedArray<long>(2 * Rows);
        var source = new ByteSource(_rest);
        IntColumn.Read(ref source, axis.AsSpan(0, Rows));
        IntColumn.Read(ref source, axis.AsSpan(Rows));
        _rest = _rest[BatchFormat.Pad(source.Position)..];
        Steps = axis.AsSpan(0, Rows);
        Times = axis.AsSpan(Rows);
        return true;
    }

    /// <summary>Reads the next column of the block; an empty target skips it.</summary>
    public void NextColumn(Span<double> target)
    {
        var single = _kinds[0] == BatchFormat.Single;
        _kinds = _kinds[1..];
        if (!single)
        {
            var doubles = Take<double>(Rows);
            if (target.Length > 0)
                doubles.CopyTo(target);
            return;
        }

        var singles = MemoryMarshal.Cast<byte, float>(_rest[..(Rows * 4)]);
        _rest = _rest[BatchFormat.Pad(Rows * 4)..];
        if (target.Length > 0)
            Singles.Widen(singles, target);
    }

    private ReadOnlySpan<T> Take<T>(int count)
        where T : unmanaged
    {
        var taken = MemoryMarshal.Cast<byte, T>(_rest[..(count * 8)]);
        _rest = _rest[(count * 8)..];
        return taken;
    }
}
