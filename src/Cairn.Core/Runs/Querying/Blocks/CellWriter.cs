using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// Gathers the values of one column in one block, by ascending place, and encodes them: u16 count, the places (u16 each),
/// a <see cref="CellKind"/> each, the numbers, then the number of distinct words (u16), each with its kind, length and
/// UTF-8, and for each word its number (u16). Little-endian.
/// </summary>
internal sealed class CellWriter
{
    // Longer words would make blocks large, and are seldom what someone sorts or filters by.
    private const int LongestWord = 1024;

    private readonly List<ushort> _places = [];
    private readonly List<CellKind> _kinds = [];
    private readonly List<double> _numbers = [];
    private readonly List<ushort> _codes = [];
    private readonly Dictionary<RunValue, ushort> _words = [];

    /// <summary>Adds a value; <paramref name="isPlain"/> tells of a number that its text in the document is the one that it has as a text.</summary>
    public void Add(int place, RunValue value, bool isPlain = false)
    {
        if (_places.Count > 0 && _places[^1] == place)
        {
            Forget();
            _kinds[^1] = CellKind.InDocument;
            return;
        }

        _places.Add((ushort)place);
        if (value.Kind == RunValueKind.Number)
        {
            _kinds.Add(isPlain ? CellKind.PlainNumber : CellKind.Number);
            _numbers.Add(value.Number);
            return;
        }

        if (value.IsMissing || value.Text.Length > LongestWord)
        {
            _kinds.Add(value.IsMissing ? CellKind.Missing : CellKind.InDocument);
            return;
        }

        if (!_words.TryGetValue(value, out var code))
            _words.Add(value, code = (ushort)_words.Count);
        _kinds.Add(CellKind.Word);
        _codes.Add(code);
    }

    /// <summary>Leaves the value of a run to its document.</summary>
    public void AddInDocument(int place)
    {
        if (_places.Count > 0 && _places[^1] == place)
            Forget();
        else
            _places.Add((ushort)place);
        if (_kinds.Count < _places.Count)
            _kinds.Add(CellKind.InDocument);
        _kinds[^1] = CellKind.InDocument;
    }

    public byte[] Encode()
    {
        var buffer = new ArrayBufferWriter<byte>((_places.Count * 11) + 64);
        Short(buffer, _places.Count);
        foreach (var place in _places)
            Short(buffer, place);
        foreach (var kind in _kinds)
            buffer.Write([(byte)kind]);
        foreach (var number in _numbers)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(buffer.GetSpan(8), number);
            buffer.Advance(8);
        }

        Short(buffer, _words.Count);
        foreach (var word in _words.Keys)
        {
            var text = word.Kind == RunValueKind.Bool ? word.ToString() : word.Text;
            buffer.Write([(byte)word.Kind]);
            var length = Encoding.UTF8.GetByteCount(text);
            Short(buffer, length);
            buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(length)));
        }

        foreach (var code in _codes)
            Short(buffer, code);
        return buffer.WrittenSpan.ToArray();
    }

    private void Forget()
    {
        if (_kinds[^1] is CellKind.Number or CellKind.PlainNumber)
            _numbers.RemoveAt(_numbers.Count - 1);
        else if (_kinds[^1] == CellKind.Word)
            _codes.RemoveAt(_codes.Count - 1);
    }

    private static void Short(ArrayBufferWriter<byte> buffer, int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.GetSpan(2), checked((ushort)value));
        buffer.Advance(2);
    }
}
