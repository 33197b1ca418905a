using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>
/// Reads MLflow's filters: <c>[entity.]key comparator value</c>, <c>[NOT] IN (…)</c> and <c>IS [NOT] NULL</c>, joined by AND.
/// There is no OR, NOT or nesting.
/// </summary>
public sealed partial class MlflowFilterParser
{
    private readonly MlflowGrammar _grammar;
    private readonly MlflowLexer _lexer;
    private FilterProblem? _problem;

    private MlflowFilterParser(string text, MlflowGrammar grammar)
    {
        _grammar = grammar;
        _lexer = new MlflowLexer(text);
    }

    /// <summary>The clauses of a filter, all of which must hold; none for empty text. Never throws.</summary>
    public static MlflowParsed<MlflowClause> Parse(string? text, MlflowGrammar grammar)
    {
        ArgumentNullException.ThrowIfNull(grammar);
        if (string.IsNullOrWhiteSpace(text))
            return new MlflowParsed<MlflowClause>([], null);
        var parser = new MlflowFilterParser(text, grammar);
        var clauses = parser.Clauses();
        var problem = parser._lexer.Problem ?? parser._problem;
        return problem is null ? new MlflowParsed<MlflowClause>(clauses, null) : new MlflowParsed<MlflowClause>(null, problem);
    }

    private List<MlflowClause>? Clauses()
    {
        var clauses = new List<MlflowClause>();
        do
        {
            if (Clause() is not { } clause)
                return null;
            clauses.Add(clause);
        }
        while (_lexer.TakeWord("AND"));
        if (_lexer.Current.Kind == MlflowTokenKind.End)
            return clauses;
        Fail("'AND' or the end", "Conditions are joined by AND alone: no OR, no parentheses, no semicolon.");
        return null;
    }

    private MlflowClause? Clause()
    {
        if (_lexer.Current.IsSymbol('(') || _lexer.Current.IsWord("NOT"))
            return Fail("a key", "Conditions cannot be nested or negated; write them one after another, joined by AND.");
        if (MlflowKey.Read(_lexer, _grammar, out _problem) is not { } key)
            return null;
        if (_grammar.Field(key.Entity, key.Name) is not { } field)
        {
            _problem = new FilterProblem(key.Position, $"'{key.Name}' is not a searchable key of {key.Entity}.", key.Entity ==
                MlflowGrammar.Attributes ? $"Use one of {string.Join(", ", _grammar.AttributeNames)}." : "Use name, digest or context.");
            return null;
        }

        var position = _lexer.Current.Position;
        if (Comparison() is not { } comparison)
            return null;
        if ((field.Comparisons & comparison) == 0)
        {
            _problem = new FilterProblem(
                position, $"{key.Entity} '{key.Name}' cannot be compared with {Written(comparison)}.",
                $"Use one of {string.Join(", ", Enum.GetValues<MlflowComparison>().Where(one => one != 0 && (field.Comparisons & one) != 0).Select(Written))}.");
            return null;
        }

        ImmutableArray<RunValue>? values = comparison switch
        {
            MlflowComparison.IsNull or MlflowComparison.IsNotNull => [],
            MlflowComparison.In or MlflowComparison.NotIn => List(),
            _ => Value(field.IsNumber) is { } value ? [value] : null,
        };
        if (comparison == MlflowComparison.RLike && values is { } patterns && !IsExpression(patterns[0].Text))
            return null;

        // Run ids are lower case, and one with capitals is taken for no id at all.
        if (values is { } ids && key.Name == "run_id" && comparison is MlflowComparison.In or MlflowComparison.NotIn)
            values = [.. ids.Where(id => !id.Text.Any(char.IsUpper))];
        return values is null ? null : new MlflowClause(key.Entity, key.Name, comparison, values.Value);
    }

    private MlflowComparison? Comparison()
    {
        var token = _lexer.Current;
        MlflowComparison? symbol = token.Kind != MlflowTokenKind.Symbol ? null : token.Text switch
        {
            "=" => MlflowComparison.Equal,
            "!=" => MlflowComparison.NotEqual,
            "<" => MlflowComparison.Less,
            "<=" => MlflowComparison.LessOrEqual,
            ">" => MlflowComparison.Greater,
            ">=" => MlflowComparison.GreaterOrEqual,
            _ => null,
        };
        if (symbol is not null)
        {
            _lexer.Take();
            return symbol;
        }

        if (_lexer.TakeWord("LIKE"))
            return MlflowComparison.Like;
        if (_lexer.TakeWord("ILIKE"))
            return MlflowComparison.ILike;
        if (_lexer.TakeWord("RLIKE"))
            return MlflowComparison.RLike;
        if (_lexer.TakeWord("IN"))
            return MlflowComparison.In;
        if (_lexer.TakeWord("NOT"))
        {
            if (_lexer.TakeWord("IN"))
                return MlflowComparison.NotIn;
        }
        else if (_lexer.TakeWord("IS"))
        {
            var isNegated = _lexer.TakeWord("NOT");
            if (_lexer.TakeWord("NULL"))
                return isNegated ? MlflowComparison.IsNotNull : MlflowComparison.IsNull;
        }

        Fail("a comparator", "Write one of = != < <= > >= LIKE ILIKE IN, NOT IN, IS NULL, IS NOT NULL; put a key with " +
                             "spaces, '/' or '-' in backticks.");
        return null;
    }

    private RunValue? Value(bool isNumber)
    {
        var token = _lexer.Current;
        RunValue? value = token.Kind switch
        {
            MlflowTokenKind.Word when isNumber => Number(token.Text),
            MlflowTokenKind.SingleQuoted or MlflowTokenKind.DoubleQuoted when !isNumber => RunValue.Of(token.Text),
            _ => null,
        };
        if (value is null)
        {
            Fail(isNumber ? "a number" : "a text in quotes", isNumber
                ? "Metrics and times are compared with plain numbers, without quotes."
                : "Parameters, tags and texts are compared with a text in single or double quotes.");
            return null;
        }

        _lexer.Take();
        return value;
    }

    // A comma may follow the last one, as in a Python tuple of one.
    private ImmutableArray<RunValue>? List()
    {
        var values = ImmutableArray.CreateBuilder<RunValue>();
        if (!_lexer.TakeSymbol('('))
        {
            Fail("'('", "Write the texts in parentheses: IN ('a', 'b').");
            return null;
        }

        while (values.Count == 0 || !_lexer.Current.IsSymbol(')'))
        {
            if (Value(isNumber: false) is not { } value)
                return null;
            values.Add(value);
            if (!_lexer.TakeSymbol(','))
                break;
        }

        if (_lexer.TakeSymbol(')'))
            return values.ToImmutable();
        Fail("',' or ')'", "Close the list with a parenthesis.");
        return null;
    }

    private static RunValue? Number(string text)
    {
        if (!PlainNumber().IsMatch(text))
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return RunValue.Of(integer);
        return RunValue.Of(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private bool IsExpression(string pattern)
    {
        try
        {
            _ = MlflowClause.Expression(pattern);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            _problem = new FilterProblem(
                _lexer.Current.Position, $"This is no regular expression: {exception.Message}", "Write one without look-around and back-references.");
            return false;
        }
    }

    private static string Written(MlflowComparison comparison) => comparison switch
    {
        MlflowComparison.Equal => "=",
        MlflowComparison.NotEqual => "!=",
        MlflowComparison.Less => "<",
        MlflowComparison.LessOrEqual => "<=",
        MlflowComparison.Greater => ">",
        MlflowComparison.GreaterOrEqual => ">=",
        MlflowComparison.Like => "LIKE",
        MlflowComparison.ILike => "ILIKE",
        MlflowComparison.RLike => "RLIKE",
        MlflowComparison.In => "IN",
        MlflowComparison.NotIn => "NOT IN",
        MlflowComparison.IsNull => "IS NULL",
        _ => "IS NOT NULL",
    };

    private MlflowClause? Fail(string expected, string remedy)
    {
        _problem ??= new FilterProblem(
            _lexer.Current.Position, $"Expected {expected}, found {_lexer.Current.Shown}.", remedy);
        return null;
    }

    [GeneratedRegex(@"^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainNumber();
}
