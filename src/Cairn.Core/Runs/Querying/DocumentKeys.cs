using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>Walks through a document's values by their paths, whose parts are joined by dots.</summary>
internal static class DocumentKeys
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 4096 };

    /// <summary>Told of a value.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="value">The value in the document's bytes; of an inner object only its type.</param>
    public delegate void Visitor(ReadOnlySpan<char> path, JsonSlice value);

    /// <summary>Lists the keys of a document: the path of every value that is not an object, and of objects that are empty.</summary>
    public static void AddTo(KeyCounter counts, RunColumnFamily family, byte[] document) => Visit(document, (path, value) =>
    {
        if (value.Length > 0)
            counts.Add(family, path, Kind(value.Type));
    });

    /// <summary>Visits every value, nulls and empty objects too, and before what is in them the objects that are not empty.</summary>
    public static void Visit(byte[] document, Visitor visitor)
    {
        if (document.Length <= 2)
            return;
        var reader = new Utf8JsonReader(document, Options);
        var path = new char[256];
        var ends = new Stack<int>();
        var start = 0;
        var end = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    end = Append(ref path, start, reader);
                    break;
                case JsonTokenType.StartObject when ends.Count == 0 || !IsEmpty(reader):
                    ends.Push(start);
                    if (ends.Count > 1)
                    {
                        visitor(path.AsSpan(0, end), new JsonSlice(0, 0, JsonTokenType.StartObject));
                        path[end] = '.';
                        start = end + 1;
                    }

                    break;
                case JsonTokenType.EndObject:
                    start = ends.Pop();
                    break;
                default:
                    var type = reader.TokenType;
                    var from = (int)reader.TokenStartIndex;
                    reader.Skip();
                    visitor(path.AsSpan(0, end), new JsonSlice(from, (int)reader.BytesConsumed - from, type));
                    break;
            }
        }
    }

    // Leaves room for a dot after it.
    private static int Append(ref char[] path, int start, in Utf8JsonReader reader)
    {
        var most = start + reader.ValueSpan.Length + 1;
        if (most > path.Length)
            Array.Resize(ref path, most * 2);
        if (!reader.ValueIsEscaped)
            return start + Encoding.UTF8.GetChars(reader.ValueSpan, path.AsSpan(start));
        try
        {
            return start + reader.CopyString(path.AsSpan(start));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: shown as written.
            return start + Encoding.UTF8.GetChars(reader.ValueSpan, path.AsSpan(start));
        }
    }

    private static bool IsEmpty(Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    private static RunValueKind Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.Number => RunValueKind.Number,
        JsonTokenType.String => RunValueKind.Text,
        JsonTokenType.True or JsonTokenType.False => RunValueKind.Bool,
        JsonTokenType.StartArray => RunValueKind.List,
        JsonTokenType.StartObject => RunValueKind.Object,
        _ => RunValueKind.Missing,
    };
}
