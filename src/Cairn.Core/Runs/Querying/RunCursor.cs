using System.Buffers.Text;
using System.Text;

namespace Cairn.Core.Runs.Querying;

/// <summary>The place after one row of a sorted table: what the row was sorted by, so that it holds when rows come and go.</summary>
internal sealed record RunCursor(IReadOnlyList<RunValue> Values, long CreatedAt, long Id)
{
    private const byte Version = 1;

    public string Write(IReadOnlyList<RunSort> sort)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Version);
            writer.Write(Mark(sort));
            foreach (var value in Values)
                Write(writer, value);
            writer.Write(CreatedAt);
            writer.Write(Id);
        }

        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <summary>Null when the text is not a cursor that was written for this sort.</summary>
    public static RunCursor? Read(string text, IReadOnlyList<RunSort> sort)
    {
        if (!Base64Url.IsValid(text))
            return null;
        using var bytes = new MemoryStream(Base64Url.DecodeFromChars(text));
        using var reader = new BinaryReader(bytes, Encoding.UTF8);
        try
        {
            if (reader.ReadByte() != Version || reader.ReadUInt32() != Mark(sort))
                return null;
            var values = new RunValue[sort.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = Read(reader);
            var cursor = new RunCursor(values, reader.ReadInt64(), reader.ReadInt64());
            return bytes.Position == bytes.Length ? cursor : null;
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or IOException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, RunValue value)
    {
        writer.Write((byte)value.Kind);
        switch (value.Kind)
        {
            case RunValueKind.Missing: break;
            case RunValueKind.Bool: writer.Write(value.Bool); break;
            case RunValueKind.Number: writer.Write(value.Number); break;
            case RunValueKind.Integer: writer.Write(value.Integer); break;
            default: writer.Write(value.Text); break;
        }
    }

    private static RunValue Read(BinaryReader reader) => (RunValueKind)reader.ReadByte() switch
    {
        RunValueKind.Bool => RunValue.Of(reader.ReadBoolean()),
        RunValueKind.Number => RunValue.Of(reader.ReadDouble()),
        RunValueKind.Integer => RunValue.Of(reader.ReadInt64()),
        RunValueKind.Text => RunValue.Of(reader.ReadString()),
        RunValueKind.List => RunValue.List(reader.ReadString()),
        RunValueKind.Object => RunValue.Object(reader.ReadString()),
        _ => default,
    };

    private static uint Mark(IReadOnlyList<RunSort> sort)
    {
        var mark = 2166136261u;
        foreach (var one in sort)
        {
            foreach (var unit in $"{one.Column}|{one.Column.AsText}|{one.Descending};")
                mark = (mark ^ unit) * 16777619u;
        }

        return mark;
    }
}
