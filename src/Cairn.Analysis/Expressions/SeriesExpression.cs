namespace Cairn.Analysis.Expressions;

/// <summary>
/// A formula over series, such as <c>train/loss - val/loss</c> or <c>log10(`my metric` / 2)</c>. A name runs over letters,
/// digits and <c>_ . / : @</c>; others stand in backticks; so a division has a space or a bracket before it.
/// </summary>
public sealed class SeriesExpression
{
    /// <summary>Most UTF-16 units of a formula.</summary>
    public const int LengthLimit = 1000;

    private readonly ExpressionNode _root;

    private SeriesExpression(string text, ExpressionNode root, IReadOnlyList<string> keys)
    {
        Text = text;
        _root = root;
        Keys = keys;
    }

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The series it needs, each once, in the order of their first mention; at least one.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Reads a formula: it, or why there is none.</summary>
    public static (SeriesExpression? Expression, ExpressionProblem? Problem) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthLimit)
            return (null, new ExpressionProblem(LengthLimit, $"The formula is longer than {LengthLimit} characters.", "Shorten it."));
        var parser = new ExpressionParser(text);
        var root = parser.Parse();
        if (parser.Problem is { } problem)
            return (null, problem);
        return parser.Keys.Count == 0
            ? (null, new ExpressionProblem(0, "The formula names no metric.", "Name one, such as train/loss."))
            : (new SeriesExpression(text, root!, parser.Keys), null);
    }

    /// <summary>Its value where the series of <see cref="Keys"/> have these values, in that order.</summary>
    public double Evaluate(ReadOnlySpan<double> values) => _root.Evaluate(values);
}
