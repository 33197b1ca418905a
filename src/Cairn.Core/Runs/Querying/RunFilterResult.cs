using System.Diagnostics.CodeAnalysis;

namespace Cairn.Core.Runs.Querying;

/// <summary>A filter, or why there is none.</summary>
public sealed record RunFilterResult
{
    private RunFilterResult(RunFilter? filter, FilterProblem? problem)
    {
        Filter = filter;
        Problem = problem;
    }

    public RunFilter? Filter { get; }

    public FilterProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Filter))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsFilter => Filter is not null;

    public static RunFilterResult Of(RunFilter filter) => new(filter, null);

    public static RunFilterResult Failed(FilterProblem problem) => new(null, problem);
}
