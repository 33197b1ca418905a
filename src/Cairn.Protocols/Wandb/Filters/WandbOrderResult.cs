using System.Diagnostics.CodeAnalysis;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Wandb.Filters;

/// <summary>An order, or why there is none.</summary>
public sealed record WandbOrderResult
{
    internal WandbOrderResult(IReadOnlyList<RunSort>? sort, FilterProblem? problem)
    {
        Sort = sort;
        Problem = problem;
    }

    public IReadOnlyList<RunSort>? Sort { get; }

    public FilterProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Sort))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsRead => Sort is not null;
}
