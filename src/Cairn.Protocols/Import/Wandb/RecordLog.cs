using System.Buffers.Binary;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>
/// The records of a <c>.wandb</c> file: after a short head come blocks of 32 KiB, in them pieces with a checksum, a
/// length and a kind (whole, first, middle, last). A damaged piece costs the rest of its block, no more.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="damaged">Is told what of it is lost.</param>
/// <param name="cut">Is told when it ends in the middle of a record, as after a crash.</param>
internal sealed class RecordLog(string path, Action<string> damaged, Action<string> cut)
{
    private const int BlockSize = 32 * 1024;
    private const int HeadSize = 7;

    private enum Piece : byte
    {
        None = 0,
        Whole = 1,
        First = 2,
        Middle = 3,
        Last = 4,
    }

    private static ReadOnlySpan<byte> FileHead => [(byte)':', (byte)'W', (byte)'&', (byte)'B', 0xE1, 0xBE, 0];

    /// <summary>Each record's bytes, valid until the next is asked for.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public IEnumerable<ReadOnlyMemory<byte>> Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        var block = new byte[BlockSize];
        using var parts = new MemoryStream();
        var open = false;
        var lost = false;
        for (long start = 0; ; start += BlockSize)
        {
            var length = file.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
            if (start == 0)
                CheckHead(block.AsSpan(0, length));
            if (length == 0)
                break;
            for (var at = start == 0 ? HeadSize : 0; length - at > 0;)
            {
                if (length - at < HeadSize)
                {
                    // Too small for a piece: padding of a full block, or the start of one that was never written whole.
                    if (length == BlockSize)
                        break;
                    cut($"{path} ends in the middle of a record at byte {start + at}; everything before it was read.");
                    yield break;
                }

                var size = BinaryPrimitives.ReadUInt16LittleEndian(block.AsSpan(at + 4));
                var kind = (Piece)block[at + 6];
                if (at + HeadSize + size > length && length < BlockSize)
                {
                    cut($"{path} ends in the middle of a record at byte {start + at}; everything before it was read.");
                    yield break;
                }

                if (Problem(block, at, size, kind, length) is { } problem)
                {
                    damaged($"{path}: byte {start + at}: {problem} What follows is skipped up to byte {start + BlockSize}.");
                    (open, lost) = (false, true);
                    break;
                }

                if (kind == Piece.None)
                    break;
                var begins = kind is Piece.Whole or Piece.First;
                if (begins == open && !lost)
                    damaged($"{path}: byte {start + at}: {(begins ? "the record before this one is not whole." : "a record whose beginning is missing.")}");
                var data = block.AsMemory(at + HeadSize, size);
                at += HeadSize + size;

                // The rest of a record whose beginning was lost is lost with it, and no more than that.
                lost = !begins && !open;
                if (lost)
                    continue;
                if (kind == Piece.Whole)
                {
                    open = false;
                    yield return data;
                    continue;
                }

                if (kind == Piece.First)
                    parts.SetLength(0);
                parts.Write(data.Span);
                open = kind != Piece.Last;
                if (!open)
                    yield return parts.GetBuffer().AsMemory(0, (int)parts.Length);
            }

            if (length < BlockSize)
                break;
        }

        if (open)
            cut($"{path} ends in the middle of a long record; everything before it was read.");
    }

    private static string? Problem(byte[] block, int at, int size, Piece kind, int length)
    {
        // Zeros up to the end of a block: a file that was given room before it was written.
        if (kind == Piece.None && size == 0)
            return null;
        if (kind is < Piece.Whole or > Piece.Last)
            return $"a piece of the unknown kind {(byte)kind}.";
        if (at + HeadSize + size > length)
            return "a piece that is longer than its block.";
        return Crc32.Of((byte)kind, block.AsSpan(at + HeadSize, size)) == BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(at))
            ? null
            : "the checksum of a record is wrong.";
    }

    private void CheckHead(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeadSize || !start[..4].SequenceEqual(FileHead[..4]))
            throw new InvalidDataException($"{path} is no .wandb file: it does not begin as one.");
        if (!start[..HeadSize].SequenceEqual(FileHead))
            throw new InvalidDataException($"{path} is a .wandb file of a version that is not known (byte 4 to 6).");
    }
}
