using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// The records of one block in the bytes that <see cref="RecordCodec"/> wrote: a fifth of what they would take as objects, and nothing
/// has to be read of a run before somebody asks.
/// </summary>
internal sealed class RecordBlock
{
    private const int Head = 2 * sizeof(int);
    private const int Numbers = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly (int Ends, int Texts) _uids;
    private readonly (int Ends, int Texts) _names;
    private readonly Words<RunState> _states;
    private readonly Words<string> _groups;
    private readonly Words<string> _jobTypes;
    private readonly Words<string> _notes;
    private readonly Words<string> _parents;
    private readonly Words<string> _sources;
    private readonly Words<IReadOnlyList<string>> _tags;

    private RecordBlock(ReadOnlyMemory<byte> bytes, RunWords words)
    {
        _bytes = bytes;
        Count = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[sizeof(int)..]);
        var at = Head + (Count * (Numbers + RunRecord.Families.Count) * sizeof(long));
        _uids = Texts(Count, ref at);
        _names = Texts(Count, ref at);
        _states = Read(text => RunStates.Parse(words.Word(text)) ?? RunState.Crashed, ref at);
        _groups = Read(words.Word, ref at);
        _jobTypes = Read(words.Word, ref at);
        _notes = Read(words.Word, ref at);
        _parents = Read(words.Word, ref at);
        _sources = Read(words.Word, ref at);
        _tags = Read(words.Tags, ref at);
        if (at != bytes.Length)
            throw new InvalidDataException("A block of the runs index has another length than it says.");
    }

    private delegate T WordReader<out T>(ReadOnlySpan<byte> utf8);

    /// <summary>How many records there are.</summary>
    public int Count { get; }

    /// <summary>What was written; null when it is of another form.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public static RecordBlock? Open(ReadOnlyMemory<byte> bytes, RunWords words)
    {
        if (bytes.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) != RecordCodec.Version)
            return null;
        try
        {
            return new RecordBlock(bytes, words);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException or JsonException)
        {
            throw new InvalidDataException("A block of the runs index is damaged.", exception);
        }
    }

    /// <summary>The records, in the order of their ids.</summary>
    public RunRecord[] Records()
    {
        var records = new RunRecord[Count];
        for (var place = 0; place < records.Length; place++)
            records[place] = new KeptRecord(this, place);
        return records;
    }

    public long Id(int place) => Number(0, place);
    public long ProjectId(int place) => Number(1, place);
    public long CreatedAt(int place) => Number(2, place);
    public long StartedAt(int place) => Number(3, place);
    public long? FinishedAt(int place) => Known(Number(4, place));
    public long HeartbeatAt(int place) => Number(5, place);
    public int? ExitCode(int place) => (int?)Known(Number(6, place));
    public long? DeletedAt(int place) => Known(Number(7, place));
    public ulong Hash(int family, int place) => (ulong)Number(Numbers + family, place);
    public string Uid(int place) => Text(_uids, place);
    public string Name(int place) => Text(_names, place);
    public RunState State(int place) => _states.All[Code(_states.Codes, place)];
    public string? Group(int place) => _groups.All[Code(_groups.Codes, place)];
    public string? JobType(int place) => _jobTypes.All[Code(_jobTypes.Codes, place)];
    public string? Notes(int place) => _notes.All[Code(_notes.Codes, place)];
    public string? Parent(int place) => _parents.All[Code(_parents.Codes, place)];
    public string Source(int place) => _sources.All[Code(_sources.Codes, place)] ?? "";
    public IReadOnlyList<string> Tags(int place) => _tags.All[Code(_tags.Codes, place)] ?? [];

    private static long? Known(long number) => number == RecordCodec.None ? null : number;

    private long Number(int column, int place) =>
        BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[(Head + (((column * Count) + place) * sizeof(long)))..]);

    private int Code(int codes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[(codes + (place * sizeof(ushort)))..]);

    private int End((int Ends, int Texts) column, int place) =>
        place < 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[(column.Ends + (place * sizeof(int)))..]);

    private ReadOnlySpan<byte> Utf8((int Ends, int Texts) column, int place)
    {
        var from = End(column, place - 1);
        return _bytes.Span.Slice(column.Texts + from, End(column, place) - from);
    }

    private string Text((int Ends, int Texts) column, int place) => Encoding.UTF8.GetString(Utf8(column, place));

    private (int Ends, int Texts) Texts(int count, ref int at)
    {
        var column = (at, at + (count * sizeof(int)));
        at = column.Item2 + End(column, count - 1);
        return column;
    }

    private Words<T> Read<T>(WordReader<T> word, ref int at)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[at..]);
        at += sizeof(int);
        var column = Texts(count, ref at);
        var all = new T?[count + 1];
        for (var i = 0; i < count; i++)
            all[i + 1] = word(Utf8(column, i));
        var codes = at;
        at += Count * sizeof(ushort);
        return new Words<T>(all, codes);
    }

    /// <summary>A column of words that many runs share.</summary>
    /// <param name="All">Each of them, from 1; the first is that of runs without one.</param>
    /// <param name="Codes">Where in the bytes the runs say which one they have.</param>
    private readonly record struct Words<T>(T?[] All, int Codes);
}
