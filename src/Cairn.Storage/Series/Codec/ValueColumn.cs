using System.Buffers.Binary;

namespace Cairn.Storage.Series.Codec;

/// <summary>
/// The values of a chunk: where each group of 256 starts (u16 each), then blocks of 64 that stand alone, so that a
/// group can be read by itself.
/// </summary>
internal static class ValueColumn
{
    /// <summary>Values in a group, the unit of the mini level.</summary>
    public const int Group = 256;

    /// <summary>Values in a chunk at most.</summary>
    public const int Most = 4096;

    public static int Groups(int count) => (count + Group - 1) / Group;

    public static void Write(ReadOnlySpan<double> values, ByteSink sink)
    {
        var start = sink.Length;
        var groups = Groups(values.Length);
        sink.Take(groups * 2);
        for (var at = 0; at < values.Length; at += ValueBlock.Size)
        {
            if (at % Group == 0)
            {
                var entry = sink.At(start + (at / Group * 2), 2);
                BinaryPrimitives.WriteUInt16LittleEndian(entry, checked((ushort)(sink.Length - start)));
            }

            ValueBlock.Write(values[at..Math.Min(values.Length, at + ValueBlock.Size)], sink);
        }

        sink.Take(BitPacking.Slack).Clear();
    }

    /// <summary>Reads the values [from, from + target.Length); from starts a group.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, int from, Span<double> target)
    {
        var source = new ByteSource(bytes);
        if (target.Length == 0)
            return;
        source.Position = from / Group * 2;
        source.Position = BinaryPrimitives.ReadUInt16LittleEndian(source.Bytes(2));
        for (var at = 0; at < target.Length; at += ValueBlock.Size)
            ValueBlock.Read(ref source, target[at..Math.Min(target.Length, at + ValueBlock.Size)]);
    }
}
