using System.Globalization;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>Cuts a filter or an order into pieces. A quote inside its own kind of quotes is written twice and stays two characters.</summary>
internal sealed class MlflowLexer
{
    private static readonly string[] Operators = ["!=", "<=", ">=", "=", "<", ">"];
    private readonly string _source;
    private int _at;

    public MlflowLexer(string source)
    {
        _source = source;
        Current = Read();
    }

    public MlflowToken Current { get; private set; }

    /// <summary>A quote that does not end, wherever the reader is by now.</summary>
    public FilterProblem? Problem { get; private set; }

    public MlflowToken Take()
    {
        var taken = Current;
        if (taken.Kind != MlflowTokenKind.End)
            Current = Read();
        return taken;
    }

    public bool TakeWord(string word)
    {
        if (!Current.IsWord(word))
            return false;
        Take();
        return true;
    }

    public bool TakeSymbol(char symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    private MlflowToken Read()
    {
        while (_at < _source.Length && char.IsWhiteSpace(_source[_at]))
            _at++;
        var start = _at;
        if (start == _source.Length)
            return new MlflowToken(MlflowTokenKind.End, "", start, start);
        var first = _source[start];
        if (first is '`' or '"' or '\'')
            return Quoted(first);
        if (IsWordPart(first) || (first == '-' && start + 1 < _source.Length && IsNumberPart(_source[start + 1])))
            return Word();
        var text = Operators.FirstOrDefault(one => string.CompareOrdinal(_source, start, one, 0, one.Length) == 0) ??
                   first.ToString();
        _at += text.Length;
        return new MlflowToken(MlflowTokenKind.Symbol, text, start, _at);
    }

    private MlflowToken Quoted(char quote)
    {
        var start = _at++;
        while (_at < _source.Length)
        {
            if (_source[_at++] != quote)
                continue;
            if (quote != '`' && _at < _source.Length && _source[_at] == quote)
            {
                _at++;
                continue;
            }

            var kind = quote switch
            {
                '`' => MlflowTokenKind.Backticked,
                '"' => MlflowTokenKind.DoubleQuoted,
                _ => MlflowTokenKind.SingleQuoted,
            };
            return new MlflowToken(kind, _source[(start + 1)..(_at - 1)], start, _at);
        }

        Problem = new FilterProblem(start, $"The quote {quote} does not end.", $"Close it with {quote}.");
        return new MlflowToken(MlflowTokenKind.End, "", start, _at);
    }

    // A number's exponent may have a sign; no key can end in "e" and go on with one.
    private MlflowToken Word()
    {
        var start = _at++;
        var isNumber = IsNumberPart(_source[start]) || _source[start] == '-';
        while (_at < _source.Length && (IsWordPart(_source[_at]) ||
               (isNumber && _source[_at] is '+' or '-' && _source[_at - 1] is 'e' or 'E')))
            _at++;
        return new MlflowToken(MlflowTokenKind.Word, _source[start.._at], start, _at);
    }

    private static bool IsNumberPart(char c) => char.IsAsciiDigit(c) || c == '.';

    private static bool IsWordPart(char c) =>
        char.IsLetterOrDigit(c) || c is '_' or '.' || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;
}
