using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Cairn.Baselines.Data;

/// <summary>One array of NumPy's format (NEP 1), as single-precision numbers in row order.</summary>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Values">Row after row.</param>
internal sealed partial record NpyArray(IReadOnlyList<int> Shape, float[] Values)
{
    public static NpyArray Read(Stream stream, string name)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new DataException($"{name} is no NumPy array.");
        var wide = bytes[6] >= 2;
        var length = wide ? BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8)) : BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        var from = wide ? 12 : 10;
        if (length < 0 || from + length > bytes.Length)
            throw new DataException($"{name} ends within its header.");
        var header = Encoding.Latin1.GetString(bytes, from, length);
        var type = Type().Match(header).Groups[1].Value;
        int[] shape = [.. Shapes().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal) && shape.Length > 1)
            throw new DataException($"{name} is in Fortran's order. Save it with numpy.ascontiguousarray(…).");
        var count = shape.Aggregate(1L, (product, one) => product * one);
        var data = bytes.AsSpan(from + length);
        var size = Size(type) ?? throw new DataException($"{name} holds {type}; numbers are needed (float, int or bool).");
        if (data.Length < count * size)
            throw new DataException($"{name} ends before its {count} numbers do.");
        var values = new float[count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(type, data[(i * size)..]);
        return new NpyArray(shape, values);
    }

    private static int? Size(string type) => type switch
    {
        "<f8" or "<i8" or "<u8" => 8,
        "<f4" or "<i4" or "<u4" => 4,
        "<f2" or "<i2" or "<u2" => 2,
        "|u1" or "|i1" or "|b1" => 1,
        _ => null,
    };

    private static float Value(string type, ReadOnlySpan<byte> data) => type switch
    {
        "<f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(data),
        "<f4" => BinaryPrimitives.ReadSingleLittleEndian(data),
        "<f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(data),
        "<i8" => BinaryPrimitives.ReadInt64LittleEndian(data),
        "<u8" => BinaryPrimitives.ReadUInt64LittleEndian(data),
        "<i4" => BinaryPrimitives.ReadInt32LittleEndian(data),
        "<u4" => BinaryPrimitives.ReadUInt32LittleEndian(data),
        "<i2" => BinaryPrimitives.ReadInt16LittleEndian(data),
        "<u2" => BinaryPrimitives.ReadUInt16LittleEndian(data),
        "|i1" => (sbyte)data[0],
        _ => data[0],
    };

    [GeneratedRegex("'descr': '([^']+)'")]
    private static partial Regex Type();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shapes();
}
