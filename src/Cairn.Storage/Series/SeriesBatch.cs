using System.Buffers;

namespace Cairn.Storage.Series;

/// <summary>
/// The points of one request of one run, ready to be stored. Disposing gives its buffer back, once no append of it is
/// under way; forgetting to is harmless.
/// </summary>
public sealed class SeriesBatch : IDisposable
{
    private byte[] _buffer;

    internal SeriesBatch(byte[] buffer, int length, long run, long points, int rows, int keys)
    {
        _buffer = buffer;
        Length = length;
        Run = run;
        Points = points;
        Rows = rows;
        Keys = keys;
        Crc = Checksum.Of(Payload);
    }

    /// <summary>The run all points belong to.</summary>
    public long Run { get; }

    /// <summary>Points in the batch, repeated ones included.</summary>
    public long Points { get; }

    /// <summary>Rows in the batch.</summary>
    public int Rows { get; }

    /// <summary>Keys in the batch at most: one that occurs in rows of differing keys counts for each.</summary>
    internal int Keys { get; }

    internal int Length { get; }

    internal uint Crc { get; }

    internal ReadOnlySpan<byte> Payload => _buffer.AsSpan(0, Length);

    /// <summary>Gives the buffer back for reuse.</summary>
    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
