using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Cairn.Core.Runs.Querying;

/// <summary>
/// Which runs a query wants. Every test of a column fails where the run has no value or one of another type, also
/// "not equal" and "not in"; only <see cref="IsNull"/> holds there, and <see cref="Not"/> turns any answer round.
/// A list passes a positive test when one of its elements does, and "not equal" or "not in" when none equals.
/// </summary>
public abstract record RunFilter
{
    private RunFilter()
    {
    }

    /// <summary>All parts hold; true when there are none.</summary>
    public sealed record And(ImmutableArray<RunFilter> Parts) : RunFilter;

    /// <summary>One part holds; false when there are none.</summary>
    public sealed record Or(ImmutableArray<RunFilter> Parts) : RunFilter;

    /// <summary>The part does not hold.</summary>
    public sealed record Not(RunFilter Part) : RunFilter;

    /// <summary>Texts compare by their UTF-16 units, booleans only for equality; NaN equals nothing and differs from all.</summary>
    public sealed record Compare(RunColumn Column, RunComparison Comparison, RunValue Value) : RunFilter;

    /// <summary>Equal to one of the values, or, when negated, of the type of one of them and equal to none.</summary>
    public sealed record In(RunColumn Column, ImmutableArray<RunValue> Values, bool Negated = false) : RunFilter;

    /// <summary>Text that a pattern covers: <c>%</c> stands for any text, <c>_</c> for any one UTF-16 unit.</summary>
    public sealed record Like(RunColumn Column, string Pattern, bool IgnoreCase = false) : RunFilter;

    /// <summary>A list with this element, or text with this part.</summary>
    public sealed record Contains(RunColumn Column, RunValue Value) : RunFilter;

    /// <summary>Text in which the expression finds something.</summary>
    public sealed record Matches(RunColumn Column, Regex Expression) : RunFilter;

    /// <summary>No value there.</summary>
    public sealed record IsNull(RunColumn Column) : RunFilter;

    /// <summary>Every run.</summary>
    public sealed record Always : RunFilter;

    /// <summary>No run.</summary>
    public sealed record Never : RunFilter;

    /// <summary>A value is there.</summary>
    public static RunFilter HasValue(RunColumn column) => new Not(new IsNull(column));

    /// <summary>All of them; simplified when it is one or none.</summary>
    public static RunFilter All(params IEnumerable<RunFilter> parts) => parts.ToImmutableArray() switch
    {
        [] => new Always(),
        [var only] => only,
        var several => new And(several),
    };

    /// <summary>One of them; simplified when it is one or none.</summary>
    public static RunFilter Any(params IEnumerable<RunFilter> parts) => parts.ToImmutableArray() switch
    {
        [] => new Never(),
        [var only] => only,
        var several => new Or(several),
    };
}
