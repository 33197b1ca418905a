using System.Text;

namespace Cairn.Core.Runs.Querying;

/// <summary>Cuts a filter into words.</summary>
internal sealed class FilterLexer(string source)
{
    private static readonly string[] Symbols = ["!=", "<>", "<=", ">=", "==", "=", "<", ">", "(", ")", ","];
    private int _at;

    /// <summary>Why the last call of <see cref="Next"/> gave nothing.</summary>
    public FilterProblem? Problem { get; private set; }

    /// <summary>The next word; null when there is none to be made of what stands there.</summary>
    public FilterToken? Next()
    {
        while (_at < source.Length && char.IsWhiteSpace(source[_at]))
            _at++;
        if (_at == source.Length)
            return new FilterToken(FilterTokenKind.End, "", _at);
        var first = source[_at];
        if (first is '\'' or '"')
            return Quoted(first);
        if (char.IsAsciiDigit(first) || (first is '-' or '+' or '.' && _at + 1 < source.Length &&
                                         (char.IsAsciiDigit(source[_at + 1]) || source[_at + 1] == '.')))
            return Number();
        if (first == '`' || IsNameStart(first))
            return Name();
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(source, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return new FilterToken(FilterTokenKind.Symbol, symbol, _at - symbol.Length);
            }
        }

        return Fail(_at, $"'{first}' means nothing here.", "Write a column with odd characters in backticks, and text in quotes.");
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '/' or ':' or '-' or '@';

    private FilterToken? Quoted(char quote)
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < source.Length)
        {
            var c = source[_at++];
            if (c != quote)
            {
                text.Append(c);
            }
            else if (_at < source.Length && source[_at] == quote)
            {
                text.Append(quote);
                _at++;
            }
            else
            {
                return new FilterToken(FilterTokenKind.Text, text.ToString(), start);
            }
        }

        return Fail(start, "This text does not end.", $"Close it with {quote}; write {quote}{quote} for the quote itself.");
    }

    private FilterToken Number()
    {
        var start = _at++;
        while (_at < source.Length && (char.IsAsciiLetterOrDigit(source[_at]) || source[_at] is '.' or '_' ||
                                       (source[_at] is '-' or '+' && source[_at - 1] is 'e' or 'E')))
            _at++;
        return new FilterToken(FilterTokenKind.Number, source[start.._at], start);
    }

    // Parts in backticks and bare ones may follow each other: metrics.`test acc`:max.
    private FilterToken? Name()
    {
        var start = _at;
        var text = new StringBuilder();
        var isQuoted = false;
        while (_at < source.Length)
        {
            if (source[_at] == '`')
            {
                var end = source.IndexOf('`', _at + 1);
                if (end < 0)
                    return Fail(_at, "This column name does not end.", "Close it with a backtick.");
                text.Append(source, _at + 1, end - _at - 1);
                isQuoted = true;
                _at = end + 1;
            }
            else if (IsNamePart(source[_at]))
            {
                text.Append(source[_at++]);
            }
            else
            {
                break;
            }
        }

        return new FilterToken(FilterTokenKind.Name, text.ToString(), start, isQuoted);
    }

    private FilterToken? Fail(int position, string expected, string remedy)
    {
        Problem = new FilterProblem(position, expected, remedy);
        return null;
    }
}
