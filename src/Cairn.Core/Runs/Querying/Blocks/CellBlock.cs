using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>The values of one column in one block, decoded, with words as codes of the column's dictionary.</summary>
internal sealed class CellBlock
{
    private readonly CellKind[] _kinds = new CellKind[BlockFile.Size];
    private readonly double[]? _numbers;
    private readonly int[]? _codes;

    private CellBlock(double[]? numbers, int[]? codes) => (_numbers, _codes) = (numbers, codes);

    public CellKind Kind(int place) => _kinds[place];

    public double Number(int place) => _numbers![place];

    public int Code(int place) => _codes![place];

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
            block._kinds[places[i]] = kinds[i];
            if (kinds[i] == CellKind.Number)
            {
                block._numbers![places[i]] = BinaryPrimitives.ReadDoubleLittleEndian(numbers);
                numbers = numbers[8..];
            }
            else if (kinds[i] == CellKind.Word)
            {
                block._codes![places[i]] = words[Short(ref bytes)];
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
