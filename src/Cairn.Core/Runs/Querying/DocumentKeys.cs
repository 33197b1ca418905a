using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>Lists the keys of documents: the path of every value that is not an object, and of objects that are empty.</summary>
internal static class DocumentKeys
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 4096 };

    public static void AddTo(KeyCounts counts, RunColumnFamily family, byte[] document)
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
                        path[end] = '.';
                        start = end + 1;
                    }

                    break;
                case JsonTokenType.EndObject:
                    start = ends.Pop();
                    break;
                default:
                    counts.Add(family, path.AsSpan(0, end), Kind(reader.TokenType));
                    reader.Skip();
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
