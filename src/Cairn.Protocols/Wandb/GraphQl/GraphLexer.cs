using System.Globalization;
using System.Text;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>Cuts a document into tokens; white space, commas and comments fall away.</summary>
internal sealed class GraphLexer(string text)
{
    private int _at;

    /// <exception cref="GraphException">There is something that is no token.</exception>
    public GraphToken Next()
    {
        SkipIgnored();
        if (_at == text.Length)
            return new GraphToken(GraphTokenKind.End, "", _at);
        var start = _at;
        var c = text[_at];
        if (IsNameStart(c))
        {
            while (_at < text.Length && (IsNameStart(text[_at]) || char.IsAsciiDigit(text[_at])))
                _at++;
            return new GraphToken(GraphTokenKind.Name, text[start.._at], start);
        }

        if (c == '-' || char.IsAsciiDigit(c))
        {
            _at++;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '.' or 'e' or 'E' or '+' or '-'))
                _at++;
            return new GraphToken(GraphTokenKind.Number, text[start.._at], start);
        }

        if (c == '"')
        {
            return text.AsSpan(_at).StartsWith("\"\"\"")
                ? new GraphToken(GraphTokenKind.Text, Block(), start)
                : new GraphToken(GraphTokenKind.Text, Quoted(), start);
        }

        if (text.AsSpan(_at).StartsWith("..."))
        {
            _at += 3;
            return new GraphToken(GraphTokenKind.Sign, "...", start);
        }

        if (!"{}()[]:=!$@|&".Contains(c, StringComparison.Ordinal))
            throw GraphException.Syntax($"'{c}' at character {start} is no GraphQL.");
        _at++;
        return new GraphToken(GraphTokenKind.Sign, c.ToString(), start);
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private void SkipIgnored()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#')
            {
                while (_at < text.Length && text[_at] is not ('\n' or '\r'))
                    _at++;
            }
            else if (char.IsWhiteSpace(text[_at]) || text[_at] is ',' or '\uFEFF')
            {
                _at++;
            }
            else
            {
                return;
            }
        }
    }

    private string Block()
    {
        var end = text.IndexOf("\"\"\"", _at + 3, StringComparison.Ordinal);
        while (end > 0 && text[end - 1] == '\\')
            end = text.IndexOf("\"\"\"", end + 3, StringComparison.Ordinal);
        if (end < 0)
            throw GraphException.Syntax($"The text at character {_at} has no end.");
        var block = text[(_at + 3)..end].Replace("\\\"\"\"", "\"\"\"", StringComparison.Ordinal);
        _at = end + 3;
        return block.Trim();
    }

    private string Quoted()
    {
        var start = _at++;
        var result = new StringBuilder();
        while (_at < text.Length && text[_at] is not ('"' or '\n'))
        {
            var c = text[_at++];
            result.Append(c == '\\' && _at < text.Length ? Escape(text[_at++]) : c);
        }

        if (_at == text.Length || text[_at] != '"')
            throw GraphException.Syntax($"The text at character {start} has no end.");
        _at++;
        return result.ToString();
    }

    private char Escape(char c)
    {
        switch (c)
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'b': return '\b';
            case 'f': return '\f';
            case '"' or '\\' or '/': return c;
            case 'u' when _at + 4 <= text.Length && ushort.TryParse(
                text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                _at += 4;
                return (char)code;
            default: throw GraphException.Syntax($"'\\{c}' at character {_at} is no escape.");
        }
    }
}
