using System.Buffers;
using System.IO.Pipelines;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>The bytes of one file_stream request, whole, in a pooled buffer.</summary>
internal sealed class StreamBody : IDisposable
{
    /// <summary>Most bytes of a request, after decompression.</summary>
    public const int Limit = 64 * 1024 * 1024;

    private byte[] _buffer;
    private int _length;

    private StreamBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlySpan<byte> Utf8 => _buffer.AsSpan(0, _length);

    /// <returns>Null when there are more than <see cref="Limit"/> bytes.</returns>
    public static async Task<StreamBody?> ReadAsync(
        PipeReader pipe, long? length, CancellationToken cancellationToken)
    {
        if (length > Limit)
            return null;
        var body = new StreamBody((int)(length ?? 16 * 1024) + 1);
        try
        {
            while (true)
            {
                var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                foreach (var segment in result.Buffer)
                {
                    if (body._length + segment.Length > Limit)
                    {
                        body.Dispose();
                        return null;
                    }

                    body.Append(segment.Span);
                }

                pipe.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                    break;
            }

            body.MakeStrict();
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_length + bytes.Length > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes.Length));
            Utf8.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    // Halves of surrogate pairs would end the reading of the line they are in.
    private void MakeStrict()
    {
        if (LooseJson.HasNoSurrogates(Utf8))
            return;
        var strict = new ArrayBufferWriter<byte>(_length);
        LooseJson.MakeStrict(Utf8, strict);
        _length = 0;
        Append(strict.WrittenSpan);
    }
}
