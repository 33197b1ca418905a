using System.Globalization;

namespace Cairn.Analysis.Expressions;

/// <summary>Reads a formula by descent: sums of products of powers of what stands alone.</summary>
internal sealed class ExpressionParser(string text)
{
    private const int DepthLimit = 60;
    private const string NameSigns = "_./:@";
    private const string Functions = "abs, ceil, exp, floor, log, log10, log2, max, min, pow, sqrt";

    private readonly List<string> _keys = [];
    private int _at;
    private int _depth;

    public IReadOnlyList<string> Keys => _keys;

    public ExpressionProblem? Problem { get; private set; }

    public ExpressionNode? Parse()
    {
        var node = Sum();
        if (Problem is null && Peek() is { } rest)
            Fail($"'{rest}' was not expected here.", "Join metrics with + - * / ^; metrics with odd characters stand in backticks.");
        return Problem is null ? node : null;
    }

    private ExpressionNode? Sum()
    {
        var left = Product();
        while (Problem is null && Peek() is '+' or '-')
        {
            var plus = text[_at++] == '+';
            left = Join(plus ? static (a, b) => a + b : static (a, b) => a - b, left, Product());
        }

        return left;
    }

    private ExpressionNode? Product()
    {
        var left = Signed();
        while (Problem is null && Peek() is '*' or '/')
        {
            var times = text[_at++] == '*';
            left = Join(times ? static (a, b) => a * b : static (a, b) => a / b, left, Signed());
        }

        return left;
    }

    private ExpressionNode? Signed()
    {
        if (Peek() is not '-')
            return Power();
        _at++;
        if (!Deeper())
            return null;
        var inner = Signed();
        _depth--;
        return inner is null ? null : new ExpressionNode.Call(static a => -a, inner);
    }

    private ExpressionNode? Power()
    {
        var left = Alone();
        if (Problem is not null || Peek() is not '^')
            return left;
        _at++;
        if (!Deeper())
            return null;
        var right = Signed();
        _depth--;
        return Join(Math.Pow, left, right);
    }

    private ExpressionNode? Alone()
    {
        switch (Peek())
        {
            case null:
                return Fail("The formula ends where a metric or a number should stand.", "Add one, such as train/loss.");
            case '(':
                _at++;
                return Bracketed();
            case '`':
                return Quoted();
            case { } sign when char.IsAsciiDigit(sign) || sign == '.':
                return Number();
            case { } sign when char.IsLetter(sign) || sign == '_':
                return Name();
            case { } sign:
                return Fail($"'{sign}' can't begin a metric or a number.", "Metrics with odd characters stand in backticks: `my metric`.");
        }
    }

    private ExpressionNode? Bracketed()
    {
        if (!Deeper())
            return null;
        var inner = Sum();
        _depth--;
        return Problem is not null ? null : Close() ? inner : null;
    }

    private ExpressionNode? Quoted()
    {
        var end = text.IndexOf('`', _at + 1);
        if (end < 0)
            return Fail("The backtick has no partner.", "Close the metric's name with a backtick.");
        var name = text[(_at + 1)..end];
        if (name.Length == 0)
            return Fail("A metric has no name between the backticks.", "Write its name there.");
        _at = end + 1;
        return Series(name);
    }

    private ExpressionNode? Number()
    {
        var from = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.' || Exponent()))
            _at++;
        if (double.TryParse(text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return new ExpressionNode.Number(value);
        var written = text[from.._at];
        _at = from;
        return Fail($"'{written}' is no number.", "Write it as 0.5 or 1e-3.");

        bool Exponent() => (text[_at] is 'e' or 'E' && _at + 1 < text.Length && (char.IsAsciiDigit(text[_at + 1]) || text[_at + 1] is '-' or '+'))
            || (text[_at] is '-' or '+' && _at > from && text[_at - 1] is 'e' or 'E');
    }

    private ExpressionNode? Name()
    {
        var from = _at;
        while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || NameSigns.Contains(text[_at], StringComparison.Ordinal)))
            _at++;
        var name = text[from.._at];
        if (Peek() is not '(')
            return Series(name);
        _at++;
        return name switch
        {
            "abs" => One(Math.Abs),
            "ceil" => One(Math.Ceiling),
            "exp" => One(Math.Exp),
            "floor" => One(Math.Floor),
            "log" => One(Math.Log),
            "log10" => One(Math.Log10),
            "log2" => One(Math.Log2),
            "sqrt" => One(Math.Sqrt),
            "max" => Two(Math.Max),
            "min" => Two(Math.Min),
            "pow" => Two(Math.Pow),
            _ => Fail($"There is no function '{name}'.", $"There are {Functions}.", from),
        };
    }

    private ExpressionNode.Call? One(Func<double, double> function) =>
        Bracketed() is { } inner ? new ExpressionNode.Call(function, inner) : null;

    private ExpressionNode? Two(Func<double, double, double> function)
    {
        if (!Deeper())
            return null;
        var left = Sum();
        if (Problem is null && Peek() is not ',')
            return Fail("The function takes two values.", "Write a comma between them: max(a, b).");
        _at++;
        var right = Problem is null ? Sum() : null;
        _depth--;
        return Problem is null && Close() ? Join(function, left, right) : null;
    }

    private ExpressionNode.Series Series(string key)
    {
        if (!_keys.Contains(key))
            _keys.Add(key);
        return new ExpressionNode.Series(_keys.IndexOf(key));
    }

    private bool Close()
    {
        if (Peek() is ')')
        {
            _at++;
            return true;
        }

        Fail("A bracket is not closed here.", "Add a closing bracket.");
        return false;
    }

    private bool Deeper()
    {
        if (++_depth <= DepthLimit)
            return true;
        Fail($"The formula is nested deeper than {DepthLimit} levels.", "Simplify it.");
        return false;
    }

    private char? Peek()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            _at++;
        return _at < text.Length ? text[_at] : null;
    }

    private static ExpressionNode.Pair? Join(Func<double, double, double> function, ExpressionNode? left, ExpressionNode? right) =>
        left is null || right is null ? null : new ExpressionNode.Pair(function, left, right);

    private ExpressionNode? Fail(string detail, string remedy, int? at = null)
    {
        Problem ??= new ExpressionProblem(at ?? _at, detail, remedy);
        return null;
    }
}
