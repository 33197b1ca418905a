using System.Buffers;

namespace Cairn.Client.Spool;

/// <summary>A growing byte buffer that can forget its end, so that a line that fails half-way leaves nothing.</summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[64 << 10];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Length);
    }

    public void EndLine()
    {
        Reserve(1);
        _bytes[Length++] = (byte)'\n';
    }

    public void Truncate(int length)
    {
        Length = length;
        // One huge table must not hold its memory for the rest of the run.
        if (length == 0 && _bytes.Length > 8 << 20)
            _bytes = new byte[64 << 10];
    }

    private void Reserve(int count)
    {
        var needed = Length + Math.Max(count, 256);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}
