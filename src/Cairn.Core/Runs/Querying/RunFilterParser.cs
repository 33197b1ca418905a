using System.Collections.Immutable;
using System.Globalization;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Reads the filter language of the native API:
/// <c>state = 'finished' and metrics.test/accuracy > 0.85 and config.lr in (0.01, 0.1)</c>.
/// Text compared with a time column is read as an ISO 8601 date, UTC unless it says otherwise.
/// </summary>
public sealed class RunFilterParser
{
    /// <summary>Longest filter, in UTF-16 units.</summary>
    public const int MostLength = 65_536;

    // Deeper than anyone writes and far from what a thread's stack holds.
    private const int MostDepth = 200;

    private readonly FilterLexer _lexer;
    private FilterToken _token;
    private FilterProblem? _problem;
    private int _depth;

    private RunFilterParser(string text)
    {
        _lexer = new FilterLexer(text);
        Advance();
    }

    /// <summary>Reads a filter; empty text lets all runs pass. Never throws.</summary>
    public static RunFilterResult Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return RunFilterResult.Of(new RunFilter.Always());
        if (text.Length > MostLength)
        {
            return RunFilterResult.Failed(new FilterProblem(
                MostLength, $"A filter has at most {MostLength} characters.", "Send a shorter one."));
        }

        var parser = new RunFilterParser(text);
        var filter = parser.Or();
        if (filter is not null && parser._token.Kind != FilterTokenKind.End)
            filter = parser.Fail("'and', 'or' or the end", "Join two conditions by 'and' or 'or'.");
        return parser._problem is { } problem ? RunFilterResult.Failed(problem) : RunFilterResult.Of(filter!);
    }

    private RunFilter? Or() => Joined("or", () => Joined("and", Negation, RunFilter.All), RunFilter.Any);

    private RunFilter? Joined(string word, Func<RunFilter?> part, Func<IEnumerable<RunFilter>, RunFilter> join)
    {
        var parts = new List<RunFilter>();
        do
        {
            if (part() is not { } next)
                return null;
            parts.Add(next);
        }
        while (TakeWord(word));
        return join(parts);
    }

    private RunFilter? Negation()
    {
        if (++_depth > MostDepth)
            return Fail("less nesting", $"Conditions nest at most {MostDepth} deep.");
        RunFilter? filter;
        if (TakeWord("not"))
            filter = Negation() is { } part ? new RunFilter.Not(part) : null;
        else if (TakeSymbol("("))
            filter = Or() is { } inner && Close() ? inner : null;
        else
            filter = Condition();
        _depth--;
        return filter;
    }

    private RunFilter? Condition()
    {
        if (_token.Kind != FilterTokenKind.Name)
            return Fail("a column", "Begin a condition with a column such as state, config.lr or metrics.loss.");
        if (!RunColumn.TryParse(_token.Text, out var column))
        {
            return Fail("a column", "Columns are attributes (" + string.Join(", ", RunColumn.AttributeNames.Order()) +
                                    ") and labels., config., summary., environment., metrics. followed by a key.");
        }

        Advance();
        if (TakeWord("is"))
            return Presence(column);
        var isNegated = TakeWord("not");
        var filter = Test(column, isNegated);
        if (!isNegated || filter is null or RunFilter.In)
            return filter;
        return RunFilter.All(RunFilter.HasValue(column), new RunFilter.Not(filter));
    }

    private RunFilter? Presence(RunColumn column)
    {
        var isNegated = TakeWord("not");
        if (!TakeWord("null"))
            return Fail("'null' or 'not null'", "'is' asks only whether there is a value; compare with =.");
        return isNegated ? RunFilter.HasValue(column) : new RunFilter.IsNull(column);
    }

    private RunFilter? Test(RunColumn column, bool isNegated)
    {
        if (TakeWord("in"))
            return Values(column) is { } values ? new RunFilter.In(column, values, isNegated) : null;
        if (TakeWord("contains"))
            return Value(column) is { } part ? new RunFilter.Contains(column, part) : null;
        var ignoreCase = _token.IsWord("ilike");
        if (TakeWord("like") || TakeWord("ilike"))
        {
            if (_token.Kind != FilterTokenKind.Text)
                return Fail("a pattern in quotes", "% stands for any text and _ for one character: name like 'resnet%'.");
            var pattern = _token.Text;
            Advance();
            return new RunFilter.Like(column, pattern, ignoreCase);
        }

        if (isNegated)
            return Fail("'in', 'like', 'ilike' or 'contains'", "To turn a comparison round, put 'not' before the column.");
        if (Comparison() is not { } comparison)
            return Fail("a comparison", "Write one of = != < <= > >= in like ilike contains is.");
        Advance();
        return Value(column) is { } value ? new RunFilter.Compare(column, comparison, value) : null;
    }

    private RunComparison? Comparison() => _token.Kind != FilterTokenKind.Symbol ? null : _token.Text switch
    {
        "=" or "==" => RunComparison.Equal,
        "!=" or "<>" => RunComparison.NotEqual,
        "<" => RunComparison.Less,
        "<=" => RunComparison.LessOrEqual,
        ">" => RunComparison.Greater,
        ">=" => RunComparison.GreaterOrEqual,
        _ => null,
    };

    private ImmutableArray<RunValue>? Values(RunColumn column)
    {
        if (!TakeSymbol("("))
        {
            Fail("'('", "Write the values in parentheses: config.lr in (0.01, 0.1).");
            return null;
        }

        var values = ImmutableArray.CreateBuilder<RunValue>();
        do
        {
            if (Value(column) is not { } value)
                return null;
            values.Add(value);
        }
        while (TakeSymbol(","));
        return Close() ? values.ToImmutable() : null;
    }

    private RunValue? Value(RunColumn column)
    {
        var token = _token;
        RunValue? value = token.Kind switch
        {
            FilterTokenKind.Number => Number(token.Text),
            FilterTokenKind.Text when column.IsTime => Time(token.Text),
            FilterTokenKind.Text => RunValue.Of(token.Text),
            FilterTokenKind.Name when token.IsWord("true") => RunValue.Of(true),
            FilterTokenKind.Name when token.IsWord("false") => RunValue.Of(false),
            _ => null,
        };
        if (value is null)
        {
            if (token.Kind == FilterTokenKind.Text)
                Fail("a time", "Write Unix milliseconds, or a date such as '2026-01-31' or '2026-01-31T12:00:00Z'.");
            else if (token.IsWord("null"))
                Fail("a value", "Write 'is null' or 'is not null'.");
            else
                Fail("a number, a text, true or false", "Write text in quotes: state = 'finished'.");
            return null;
        }

        Advance();
        return value;
    }

    private static RunValue? Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return RunValue.Of(integer);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? RunValue.Of(number)
            : null;
    }

    private static RunValue? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? RunValue.Of(time.ToUnixTimeMilliseconds())
        : null;

    private bool Close()
    {
        if (TakeSymbol(")"))
            return true;
        Fail("')'", "Close the parenthesis.");
        return false;
    }

    private bool TakeWord(string word)
    {
        if (!_token.IsWord(word))
            return false;
        Advance();
        return true;
    }

    private bool TakeSymbol(string symbol)
    {
        if (!_token.IsSymbol(symbol))
            return false;
        Advance();
        return true;
    }

    private void Advance()
    {
        if (_lexer.Next() is { } token)
        {
            _token = token;
            return;
        }

        _problem ??= _lexer.Problem;
        _token = new FilterToken(FilterTokenKind.End, "", _problem!.Position);
    }

    private RunFilter? Fail(string expected, string remedy)
    {
        _problem ??= new FilterProblem(_token.Position, $"Expected {expected}, found {_token.Shown}.", remedy);
        return null;
    }
}
