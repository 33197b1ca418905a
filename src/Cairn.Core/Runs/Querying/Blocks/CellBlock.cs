using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>The values of one column in one block, decoded, with words as codes of the column's dictionary.</summary>
internal sealed class CellBlock
{
    private CellBlock(double[]? numbers, int[]? codes) => (Numbers, Codes) = (numbers, codes);

    /// <summary>What is known of each place.</summary>
    public CellKind[] Kinds { get; } = new CellKind[BlockFile.Size];

    /// <summary>Where there is a number; null where there is none.</summary>
    public double[]? Numbers { get; }

    /// <summary>Where there is a word; null where there is none.</summary>
    public int[]? Codes { get; }

    /// <summary>Reads what <see cref="CellWriter"/> wrote; throws <see cref="InvalidDataException"/> when it did not.</summary>
    public static CellBlock Decode(ReadOnlySpan<byte> bytes, ColumnDictionary dictionary)
    {
        try
        {
            return DecodeSound(bytes, dictionary);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or FormatException)
        {
            throw new InvalidDataException("A block of the runs index is damaged.", exception);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CellBlock DecodeSound(ReadOnlySpan<byte> bytes, ColumnDictionary dictionary)
    {
        var count = Short(ref bytes);
        var places = MemoryMarshal.Cast<byte, ushort>(bytes[..(count * 2)]);
        var kinds = MemoryMarshal.Cast<byte, CellKind>(bytes.Slice(count * 2, count));
        bytes = bytes[(count * 3)..];
        var numberCount = kinds.Count(CellKind.Number);
        var wordCount = kinds.Count(CellKind.Word);
        var numbers = bytes[..(numberCount * 8)];
        bytes = bytes[(numberCount * 8)..];
        var words = new int[Short(ref bytes)];
        for (var i = 0; i < words.Length; i++)
        {
            var kind = (RunValueKind)bytes[0];
            bytes = bytes[1..];
            var length = Short(ref bytes);
            words[i] = dictionary.Intern(Word(kind, Encoding.UTF8.GetString(bytes[..length])));
            bytes = bytes[length..];
        }

        var block = new CellBlock(
            numberCount > 0 ? new double[BlockFile.Size] : null, wordCount > 0 ? new int[BlockFile.Size] : null);
        for (var i = 0; i < count; i++)
        {
            block.Kinds[places[i]] = kinds[i];
            if (kinds[i] == CellKind.Number)
            {
                block.Numbers![places[i]] = BinaryPrimitives.ReadDoubleLittleEndian(numbers);
                numbers = numbers[8..];
            }
            else if (kinds[i] == CellKind.Word)
            {
                block.Codes![places[i]] = words[Short(ref bytes)];
            }
        }

        return block;
    }

    private static RunValue Word(RunValueKind kind, string text) => kind switch
    {
        RunValueKind.Bool => RunValue.Of(text == "true"),
        RunValueKind.Text => RunValue.Of(text),
        RunValueKind.List => RunValue.List(text),
        RunValueKind.Object => RunValue.Object(text),
        _ => throw new FormatException($"no word has the kind {kind}"),
    };

    private static int Short(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        bytes = bytes[2..];
        return value;
    }
}
