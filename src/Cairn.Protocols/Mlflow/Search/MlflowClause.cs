using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>One condition of a filter.</summary>
/// <param name="Entity"><c>attributes</c>, <c>metrics</c>, <c>params</c>, <c>tags</c> or <c>datasets</c>, whatever alias was written.</param>
/// <param name="Key">The key without quotes; attributes by their own name, whatever alias was written.</param>
/// <param name="Comparison">Exactly one comparator.</param>
/// <param name="Values">One number or text; several texts for IN and NOT IN; none for IS NULL and IS NOT NULL.</param>
public sealed record MlflowClause(string Entity, string Key, MlflowComparison Comparison, ImmutableArray<RunValue> Values)
{
    /// <summary>Whether a value fulfils the condition; a missing one only IS NULL.</summary>
    public bool IsMetBy(RunValue value)
    {
        if (value.IsMissing)
            return Comparison == MlflowComparison.IsNull;
        return Comparison switch
        {
            MlflowComparison.IsNull => false,
            MlflowComparison.IsNotNull => true,
            MlflowComparison.In => Values.Any(one => one.Text == value.Text),
            MlflowComparison.NotIn => Values.All(one => one.Text != value.Text),
            MlflowComparison.Like => new LikePattern(Values[0].Text, ignoreCase: false).Covers(value.Text),
            MlflowComparison.RLike => Expression(Values[0].Text).IsMatch(value.Text),
            MlflowComparison.ILike => new LikePattern(Values[0].Text, ignoreCase: true).Covers(value.Text),
            _ => Values[0].IsNumber ? value.IsNumber && HoldsFor(value) : value.Kind == RunValueKind.Text && IsMetBy(value.Text),
        };
    }

    /// <summary>The expression of an RLIKE; it takes time in proportion to the text, whatever a client writes.</summary>
    internal static Regex Expression(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    private bool IsMetBy(string text) => Comparison switch
    {
        MlflowComparison.Equal => text == Values[0].Text,
        MlflowComparison.NotEqual => text != Values[0].Text,
        _ => false,
    };

    private bool HoldsFor(RunValue value)
    {
        var wanted = Values[0];
        if (value.Kind == RunValueKind.Integer && wanted.Kind == RunValueKind.Integer)
            return Holds(value.Integer.CompareTo(wanted.Integer));
        return double.IsNaN(value.Number)
            ? Comparison == MlflowComparison.NotEqual
            : Holds(value.Number.CompareTo(wanted.Number));
    }

    private bool Holds(int order) => Comparison switch
    {
        MlflowComparison.Equal => order == 0,
        MlflowComparison.NotEqual => order != 0,
        MlflowComparison.Less => order < 0,
        MlflowComparison.LessOrEqual => order <= 0,
        MlflowComparison.Greater => order > 0,
        MlflowComparison.GreaterOrEqual => order >= 0,
        _ => false,
    };
}
