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

    /// <summary>
    /// Reads what <see cref="CellWriter"/> wrote, <paramref name="asText"/> all that has a known text as a word; throws
    /// <see cref="InvalidDataException"/> when it did not write it.
    /// </summary>
    public static CellBlock Decode(ReadOnlySpan<byte> bytes, ColumnDictionary dictionary, bool asText)
    {
        try
        {
            return DecodeSound(bytes, dictionary, asText);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or FormatException)
        {
            throw new InvalidDataException("A block of the runs index is damaged.", exception);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static CellBlock DecodeSound(ReadOnlySpan<byte> bytes, ColumnDictionary dictionary, bool asText)
    {
        var count = Short(ref bytes);
        var places = MemoryMarshal.Cast<byte, ushort>(bytes[..(count * 2)]);
        var kinds = MemoryMarshal.Cast<byte, CellKind>(bytes.Slice(count * 2, count));
        bytes = bytes[(count * 3)..];
        var plainCount = kinds.Count(CellKind.PlainNumber);
        var numberCount = kinds.Count(CellKind.Number) + plainCount;
        var wordCount = kinds.Count(CellKind.Word);
        var numbers = bytes[..(numberCount * 8)];
        bytes = bytes[(numberCount * 8)..];
        var words = new int[Short(ref bytes)];
        for (var i = 0; i < words.Length; i++)
        {
            var kind = (RunValueKind)bytes[0];
            bytes = bytes[1..];
            var length = Short(ref bytes);
            var text = Encoding.UTF8.GetString(bytes[..length]);
            words[i] = dictionary.Intern(asText ? RunValue.Of(text) : Word(kind, text));
            bytes = bytes[length..];
        }

        var block = new CellBlock(
            numberCount > 0 ? new double[BlockFile.Size] : null,
            wordCount > 0 || (asText && plainCount > 0) ? new int[BlockFile.Size] : null);
        var (last, lastCode) = (double.NaN, 0);
        for (var i = 0; i < count; i++)
        {
            block.Kinds[places[i]] = kinds[i] == CellKind.PlainNumber ? CellKind.Number : kinds[i];
            switch (kinds[i])
            {
                case CellKind.Number or CellKind.PlainNumber:
                    var number = block.Numbers![places[i]] = BinaryPrimitives.ReadDoubleLittleEndian(numbers);
                    numbers = numbers[8..];
                    if (!asText || kinds[i] == CellKind.Number)
                        break;

                    // Neighbouring runs tend to share their settings. By bits, for 0 and -0 are two texts.
                    if (BitConverter.DoubleToInt64Bits(number) != BitConverter.DoubleToInt64Bits(last))
                        (last, lastCode) = (number, dictionary.Intern(RunValue.Of(RunValue.Of(number).ToString())));
                    block.Kinds[places[i]] = CellKind.Word;
                    block.Codes![places[i]] = lastCode;
                    break;
                case CellKind.Word:
                    block.Codes![places[i]] = words[Short(ref bytes)];
                    break;
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
