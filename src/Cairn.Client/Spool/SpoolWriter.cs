using Microsoft.Win32.SafeHandles;

namespace Cairn.Client.Spool;

/// <summary>Appends frames to a spool folder; one thread at a time. A failed append leaves the spool as it was.</summary>
internal sealed class SpoolWriter : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly long _segmentLength;
    private readonly byte[] _header = new byte[SpoolFormat.HeaderLength];
    private SafeFileHandle? _segment;
    private long _segmentStart;
    private long _end;

    public SpoolWriter(SpoolFolder folder, long segmentLength = 16 << 20)
    {
        _folder = folder;
        _segmentLength = segmentLength;
    }

    /// <summary>Position after the last whole frame; readers may read up to it.</summary>
    public long End => Volatile.Read(ref _end);

    public void Append(SpoolFrameKind kind, ReadOnlyMemory<byte> payload)
    {
        if (_segment is null || _end - _segmentStart >= _segmentLength)
        {
            var next = File.OpenHandle(_folder.SegmentFile(_end), FileMode.Create, FileAccess.Write, FileShare.Read);
            _segment?.Dispose();
            _segment = next;
            _segmentStart = _end;
        }

        SpoolFormat.WriteHeader(_header, kind, payload.Span);
        // At a fixed offset: what a failed append left half written is overwritten by the next one.
        RandomAccess.Write(_segment, [_header, payload], _end - _segmentStart);
        Volatile.Write(ref _end, _end + SpoolFormat.HeaderLength + payload.Length);
    }

    /// <summary>Makes everything appended so far survive a loss of power.</summary>
    public void FlushToDisk()
    {
        if (_segment is not null)
            RandomAccess.FlushToDisk(_segment);
    }

    public void Dispose() => _segment?.Dispose();
}
