using System.Text;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>Keeps words that thousands of runs share once. For one thread.</summary>
internal sealed class RunWords
{
    private const int MostWords = 100_000;
    private const int OnStack = 256;

    private readonly Dictionary<string, string> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _tags = new(StringComparer.Ordinal);

    /// <summary>The word that these UTF-8 bytes spell.</summary>
    public string Word(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = utf8.Length <= OnStack ? stackalloc char[utf8.Length] : new char[utf8.Length];
        chars = chars[..Encoding.UTF8.GetChars(utf8, chars)];
        var lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(chars, out var known))
            return known;
        var word = chars.ToString();
        if (_words.Count < MostWords)
            _words.Add(word, word);
        return word;
    }

    /// <summary>The tags of a JSON array of strings.</summary>
    public IReadOnlyList<string> Tags(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= 2)
            return [];
        var json = Word(utf8);
        if (_tags.TryGetValue(json, out var known))
            return known;
        var tags = JsonSerializer.Deserialize<string[]>(json)!;
        if (_tags.Count < MostWords)
            _tags.Add(json, tags);
        return tags;
    }
}
