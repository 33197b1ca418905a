using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// The records of one block in the bytes that <see cref="RecordCodec"/> wrote: a fifth of what they would take as objects, and nothing
/// has to be read of a run before somebody asks. Safe for many threads.
/// </summary>
internal sealed class RecordBlock
{
    private const int Head = 2 * sizeof(int);
    private const int Numbers = 8;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly (int Ends, int Texts) _uids;
    private readonly (int Ends, int Texts) _names;
    private readonly Words _states;
    private readonly Words _groups;
    private readonly Words _jobTypes;
    private readonly Words _notes;
    private readonly Words _parents;
    private readonly Words _sources;
    private readonly Words _tags;

    private RecordBlock(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes;
        Count = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span[sizeof(int)..]);
        var at = Head + (Count * (Numbers + RunRecord.Families.Count) * sizeof(long));
        _uids = Texts(Count, ref at);
        _names = Texts(Count, ref at);
        _states = ReadWords(ref at);
        _groups = ReadWords(ref at);
        _jobTypes = ReadWords(ref at);
        _notes = ReadWords(ref at);
        _parents = ReadWords(ref at);
        _sources = ReadWords(ref at);
        _tags = ReadWords(ref at);
        if (at != bytes.Length)
            throw new InvalidDataException("A block of the runs index has another length than it says.");
    }

    /// <summary>How many records there are.</summary>
    public int Count { get; }

    /// <summary>What was written; null when it is of another form.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public static RecordBlock? Open(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < Head || BinaryPrimitives.ReadInt32LittleEndian(bytes.Span) != RecordCodec.Version)
            return null;
        try
        {
            return new RecordBlock(bytes);
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or IndexOutOfRangeException)
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
    public RunState State(int place) => RunStates.Parse(Word(_states, place) ?? "") ?? RunState.Crashed;
    public string? Group(int place) => Word(_groups, place);
    public string? JobType(int place) => Word(_jobTypes, place);
    public string? Notes(int place) => Word(_notes, place);
    public string? Parent(int place) => Word(_parents, place);
    public string Source(int place) => Word(_sources, place) ?? "";
    public IReadOnlyList<string> Tags(int place) =>
        Word(_tags, place) is { } json ? JsonSerializer.Deserialize(json, QueryJson.Default.IReadOnlyListString)! : [];

    public bool HasGroup(int place) => Code(_groups, place) != 0;
    public bool HasJobType(int place) => Code(_jobTypes, place) != 0;
    public bool HasNotes(int place) => Code(_notes, place) != 0;
    public bool HasParent(int place) => Code(_parents, place) != 0;
    public bool HasTags(int place) => Code(_tags, place) != 0;

    private static long? Known(long number) => number == RecordCodec.None ? null : number;

    private long Number(int column, int place) =>
        BinaryPrimitives.ReadInt64LittleEndian(_bytes.Span[(Head + (((column * Count) + place) * sizeof(long)))..]);

    private int Code(Words column, int place) =>
        BinaryPrimitives.ReadUInt16LittleEndian(_bytes.Span[(column.Codes + (place * sizeof(ushort)))..]);

    // Made when it is first asked for, and kept: most columns of most blocks never are.
    private string? Word(Words column, int place)
    {
        var code = Code(column, place);
        if (code == 0)
            return null;
        var made = column.Made;
        return Volatile.Read(ref made[code - 1]) ?? Make(made, code - 1, Text(column.Place, code - 1));

        static string Make(string?[] made, int word, string text)
        {
            Volatile.Write(ref made[word], text);
            return text;
        }
    }

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

    private Words ReadWords(ref int at)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(_bytes.Span[at..]);
        at += sizeof(int);
        var texts = Texts(count, ref at);
        var codes = at;
        at += Count * sizeof(ushort);
        return new Words(count, texts, codes);
    }

    /// <summary>A column of words that many runs share.</summary>
    private sealed class Words(int count, (int Ends, int Texts) place, int codes)
    {
        private string?[]? _made;

        public (int Ends, int Texts) Place => place;

        /// <summary>Where in the bytes the runs say which word they have, from 1.</summary>
        public int Codes => codes;

        public string?[] Made => LazyInitializer.EnsureInitialized(ref _made, () => new string?[count]);
    }
}
