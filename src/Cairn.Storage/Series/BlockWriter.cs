using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series;

/// <summary>Writes a builder's block into a payload: keys by their bytes, rows by (step, time), values by column.</summary>
internal static class BlockWriter
{
    public static int KeyBytes(BuilderBlock block, BuilderKeys keys)
    {
        var bytes = 0;
        foreach (var key in block.Keys)
            bytes += 2 + keys[key].Length;
        return bytes;
    }

    /// <summary>Answers the bytes written.</summary>
    public static int Write(BuilderBlock block, BuilderKeys keys, Span<byte> target, ByteSink axis)
    {
        var (rows, columns) = (block.Rows, block.Keys.Length);
        var order = block.ByBytes ??= Sorted(block, keys);
        var keyBytes = KeyBytes(block, keys);
        var rowOrder = RowOrder(block.Steps, block.Times);
        var rest = target[BatchFormat.BlockHeaderBytes..];
        var at = 0;
        foreach (var place in order)
        {
            var key = keys[block.Keys[place]];
            BinaryPrimitives.WriteUInt16LittleEndian(rest[at..], (ushort)key.Length);
            key.CopyTo(rest[(at + 2)..]);
            at += 2 + key.Length;
        }

        rest[at..BatchFormat.Pad(at)].Clear();
        rest = rest[BatchFormat.Pad(at)..];
        var kinds = rest[..BatchFormat.Pad(columns)];
        kinds.Clear();
        rest = rest[kinds.Length..];
        var steps = MemoryMarshal.Cast<byte, long>(rest[..(8 * rows)]);
        var times = MemoryMarshal.Cast<byte, long>(rest[(8 * rows)..(16 * rows)]);
        var values = MemoryMarshal.Cast<byte, double>(rest.Slice(16 * rows, 8 * rows * columns));
        if (rowOrder is null)
        {
            block.Steps.CopyTo(steps);
            block.Times.CopyTo(times);
            Transpose(block.Values, order, rows, values);
        }
        else
        {
            for (var row = 0; row < rows; row++)
            {
                steps[row] = block.Steps[rowOrder[row]];
                times[row] = block.Times[rowOrder[row]];
                for (var column = 0; column < columns; column++)
                    values[(column * rows) + row] = block.Values[(rowOrder[row] * columns) + order[column]];
            }
        }

        var strict = Strict(steps, times);
        var bytes = MemoryMarshal.AsBytes(values);
        var length = BatchFormat.BlockHeaderBytes + BatchFormat.Pad(keyBytes) + kinds.Length;
        var taken = Compact(kinds, values, rows);
        var packed = rows >= BatchFormat.PackedRows && TryPack(axis, steps, times);
        if (packed)
        {
            var axisBytes = BatchFormat.Pad(axis.Length);
            rest[axis.Length..axisBytes].Clear();
            axis.Written.CopyTo(rest);
            bytes[..taken].CopyTo(rest[axisBytes..]);
            length += axisBytes + taken;
        }
        else
        {
            length += (16 * rows) + taken;
        }

        var flags = (strict ? BatchFormat.Strict : 0) | (packed ? BatchFormat.Packed : 0);
        BatchFormat.WriteBlockHeader(target, rows, columns, keyBytes, flags);
        return length;
    }

    private static bool TryPack(ByteSink axis, ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        axis.Clear();
        IntColumn.Write(steps, axis);
        IntColumn.Write(times, axis);
        return BatchFormat.Pad(axis.Length) < 16 * steps.Length;
    }

    /// <summary>Makes float32 of the columns that are, moving them together; answers the bytes they take.</summary>
    private static int Compact(Span<byte> kinds, Span<double> values, int rows)
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var at = 0;
        for (var column = 0; column * rows < values.Length; column++)
        {
            // Never ahead of what is read, so a column may be narrowed or moved down in place.
            var source = values.Slice(column * rows, rows);
            var target = MemoryMarshal.Cast<byte, float>(bytes.Slice(at, rows * 4));
            if (Singles.Are(source))
            {
                Singles.Narrow(source, target);
                kinds[column] = BatchFormat.Single;
                bytes[(at + (rows * 4))..(at + BatchFormat.Pad(rows * 4))].Clear();
                at += BatchFormat.Pad(rows * 4);
            }
            else
            {
                source.CopyTo(MemoryMarshal.Cast<byte, double>(bytes.Slice(at, rows * 8)));
                at += rows * 8;
            }
        }

        return at;
    }

    public static bool Strict(ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i] < steps[i - 1] || (steps[i] == steps[i - 1] && times[i] <= times[i - 1]))
                return false;
        }

        return true;
    }

    private static void Transpose(ReadOnlySpan<double> source, int[] order, int rows, Span<double> target)
    {
        var columns = order.Length;
        if (columns == 1 || rows == 1)
        {
            for (var column = 0; column < columns; column++)
                for (var row = 0; row < rows; row++)
                    target[(column * rows) + row] = source[(row * columns) + order[column]];
            return;
        }

        // Bands of rows, so that the source of a band stays in the first-level cache while its columns are written.
        const int Band = 32;
        for (var from = 0; from < rows; from += Band)
        {
            var to = Math.Min(rows, from + Band);
            for (var column = 0; column < columns; column++)
            {
                var read = (from * columns) + order[column];
                var line = target.Slice((column * rows) + from, to - from);
                for (var i = 0; i < line.Length; i++, read += columns)
                    line[i] = source[read];
            }
        }
    }

    private static int[] Sorted(BuilderBlock block, BuilderKeys keys)
    {
        var order = new int[block.Keys.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (a, b) => keys[block.Keys[a]].SequenceCompareTo(keys[block.Keys[b]]));
        return order;
    }

    private static int[]? RowOrder(ReadOnlySpan<long> steps, ReadOnlySpan<long> times)
    {
        var sorted = true;
        for (var i = 1; i < steps.Length && sorted; i++)
            sorted = steps[i] > steps[i - 1] || (steps[i] == steps[i - 1] && times[i] >= times[i - 1]);
        if (sorted)
            return null;
        var keys = new (long, long, int)[steps.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (steps[i], times[i], i);
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => key.Item3);
    }
}
