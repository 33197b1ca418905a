namespace Cairn.Core.Runs.Querying;

/// <summary>A pattern in which <c>%</c> stands for any text and <c>_</c> for any one UTF-16 unit; nothing escapes them.</summary>
public sealed class LikePattern
{
    private readonly string _pattern;
    private readonly bool _ignoreCase;
    private readonly string? _part;

    /// <summary>Prepares a pattern.</summary>
    public LikePattern(string pattern, bool ignoreCase)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _pattern = pattern;
        _ignoreCase = ignoreCase;

        // "has this part" is what people ask for most, and searching for it is many times faster than matching.
        var inner = pattern.Trim('%');
        if (pattern.Length > 1 && pattern[0] == '%' && pattern[^1] == '%' && inner.AsSpan().IndexOfAny('%', '_') < 0)
            _part = inner;
    }

    /// <summary>Whether the pattern stands for the whole text.</summary>
    public bool Covers(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_part is not null)
            return text.Contains(_part, _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < _pattern.Length && _pattern[p] == '%')
            {
                star = p++;
                mark = t;
            }
            else if (p < _pattern.Length && (_pattern[p] == '_' || Same(_pattern[p], text[t])))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        while (p < _pattern.Length && _pattern[p] == '%')
            p++;
        return p == _pattern.Length;
    }

    private bool Same(char left, char right) =>
        left == right || (_ignoreCase && char.ToUpperInvariant(left) == char.ToUpperInvariant(right));
}
