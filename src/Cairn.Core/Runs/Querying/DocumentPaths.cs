using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Finds paths in a JSON object in one pass. The dots of a path lead into nested objects; where that leads to nothing,
/// longer pieces are tried as keys that contain dots themselves. A null counts as nothing.
/// </summary>
internal sealed class DocumentPaths
{
    private const int OnStack = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 4096 };

    private readonly byte[][] _paths;
    private readonly int[] _all;
    private readonly int[] _starts;

    public DocumentPaths(IReadOnlyList<string> paths)
    {
        _paths = [.. paths.Select(Encoding.UTF8.GetBytes)];
        _all = [.. Enumerable.Range(0, paths.Count)];
        _starts = new int[paths.Count];
    }

    /// <summary>Writes where each path leads; <paramref name="found"/> has one element for each.</summary>
    public void Find(ReadOnlySpan<byte> document, Span<JsonSlice> found)
    {
        found.Clear();
        var reader = new Utf8JsonReader(document, Options);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
            Walk(reader, _all, _starts, found);
    }

    // `reader` stands at the start of an object and is a copy. `active` are the paths that lead here, `starts` where in each
    // the part begins that is looked for in this object.
    private void Walk(Utf8JsonReader reader, ReadOnlySpan<int> active, ReadOnlySpan<int> starts, Span<JsonSlice> found)
    {
        // The length of the key through which a path was found: shorter ones win. -1 once none can be shorter.
        Span<int> best = active.Length <= OnStack ? stackalloc int[active.Length] : new int[active.Length];
        best.Fill(int.MaxValue);
        var open = active.Length;
        while (open > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(reader);
            reader.Read();
            var into = 0;
            for (var i = 0; i < active.Length; i++)
            {
                var rest = _paths[active[i]].AsSpan(starts[i]);
                if (name.Length > rest.Length || name.Length > best[i] || !rest.StartsWith(name))
                    continue;
                if (rest.Length > name.Length)
                {
                    into += rest[name.Length] == '.' && reader.TokenType == JsonTokenType.StartObject ? 1 : 0;
                }
                else if (reader.TokenType != JsonTokenType.Null)
                {
                    found[active[i]] = Slice(reader);
                    open -= Settle(best, i, rest, name.Length);
                }
            }

            if (into > 0)
                open -= Enter(reader, name, active, starts, best, into, found);
            reader.Skip();
        }
    }

    private int Enter(
        Utf8JsonReader reader, ReadOnlySpan<byte> name, ReadOnlySpan<int> active, ReadOnlySpan<int> starts,
        Span<int> best, int count, Span<JsonSlice> found)
    {
        var inner = new int[count];
        var innerStarts = new int[count];
        var places = new int[count];
        var before = new JsonSlice[count];
        var next = 0;
        for (var i = 0; i < active.Length; i++)
        {
            var rest = _paths[active[i]].AsSpan(starts[i]);
            if (rest.Length <= name.Length || name.Length > best[i] || rest[name.Length] != '.' || !rest.StartsWith(name))
                continue;
            places[next] = i;
            inner[next] = active[i];
            before[next] = found[active[i]];
            innerStarts[next++] = starts[i] + name.Length + 1;
            found[active[i]] = default;
        }

        Walk(reader, inner, innerStarts, found);
        var settled = 0;
        for (var i = 0; i < count; i++)
        {
            if (found[inner[i]].Length == 0)
                found[inner[i]] = before[i];
            else
                settled += Settle(best, places[i], _paths[inner[i]].AsSpan(starts[places[i]]), name.Length);
        }

        return settled;
    }

    private static int Settle(Span<int> best, int i, ReadOnlySpan<byte> rest, int length)
    {
        best[i] = length;
        var dot = rest.IndexOf((byte)'.');
        if (dot >= 0 && dot < length)
            return 0;
        best[i] = -1;
        return 1;
    }

    private static JsonSlice Slice(Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        reader.Skip();
        return new JsonSlice(start, (int)reader.BytesConsumed - start, type);
    }

    private static ReadOnlySpan<byte> Name(in Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.ValueSpan;
        try
        {
            var unescaped = new byte[reader.ValueSpan.Length];
            return unescaped.AsSpan(0, reader.CopyString(unescaped));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no path can name it.
            return reader.ValueSpan;
        }
    }
}
