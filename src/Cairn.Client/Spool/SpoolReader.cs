using Microsoft.Win32.SafeHandles;

namespace Cairn.Client.Spool;

/// <summary>
/// Reads frames in order from a position. Everything before <c>end</c> is whole; without an end (a spool left behind)
/// reading stops at a torn tail, and damage inside skips to the next segment and is counted.
/// </summary>
internal sealed class SpoolReader(SpoolFolder folder, Func<long>? end) : IDisposable
{
    private readonly byte[] _header = new byte[SpoolFormat.HeaderLength];
    private SafeFileHandle? _segment;
    private long _segmentStart;

    /// <summary>Bytes that could not be read because they were torn or damaged.</summary>
    public long Damaged { get; private set; }

    /// <summary>The frame at a position or after damage that begins there; null at the end.</summary>
    public SpoolFrame? Read(long position)
    {
        while (end is null || position < end())
        {
            var open = Open(position);
            if (open && TryRead(position, out var frame))
                return frame;
            var next = folder.Segments().FirstOrDefault(start => start > position, -1);
            if (open)
                Damaged += (next < 0 ? _segmentStart + RandomAccess.GetLength(_segment!) : next) - position;
            if (next < 0)
                return null;
            position = next;
        }

        return null;
    }

    public void Dispose() => _segment?.Dispose();

    private bool TryRead(long position, out SpoolFrame frame)
    {
        frame = default;
        var offset = position - _segmentStart;
        if (!Fill(_header, offset))
            return false;
        var length = SpoolFormat.PayloadLength(_header);
        if (length < 0)
            return false;
        var payload = new byte[length];
        if (!Fill(payload, offset + SpoolFormat.HeaderLength) || !SpoolFormat.Matches(_header, payload))
            return false;
        frame = new SpoolFrame(SpoolFormat.Kind(_header), payload, position + SpoolFormat.HeaderLength + length);
        return true;
    }

    private bool Fill(byte[] buffer, long offset)
    {
        for (var read = 0; read < buffer.Length;)
        {
            var got = RandomAccess.Read(_segment!, buffer.AsSpan(read), offset + read);
            if (got == 0)
                return false;
            read += got;
        }

        return true;
    }

    private bool Open(long position)
    {
        if (_segment is not null && position >= _segmentStart
            && position < _segmentStart + RandomAccess.GetLength(_segment))
            return true;
        var start = folder.Segments().LastOrDefault(start => start <= position, -1);
        if (start < 0)
            return false;
        if (_segment is not null && start == _segmentStart)
            return position < start + RandomAccess.GetLength(_segment);
        _segment?.Dispose();
        _segment = File.OpenHandle(folder.SegmentFile(start), share: FileShare.ReadWrite | FileShare.Delete);
        _segmentStart = start;
        return position < start + RandomAccess.GetLength(_segment);
    }
}
