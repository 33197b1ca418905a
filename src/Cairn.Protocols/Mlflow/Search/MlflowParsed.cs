using System.Diagnostics.CodeAnalysis;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow.Search;

/// <summary>What a filter or an order says, or why it cannot be read (an INVALID_PARAMETER_VALUE to the client).</summary>
public sealed record MlflowParsed<T>
    where T : class
{
    internal MlflowParsed(IReadOnlyList<T>? parts, FilterProblem? problem)
    {
        Parts = parts;
        Problem = problem;
    }

    /// <summary>Clauses that must all hold, or levels of an order; null when there is a problem.</summary>
    public IReadOnlyList<T>? Parts { get; }

    public FilterProblem? Problem { get; }

    [MemberNotNullWhen(true, nameof(Parts))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsRead => Parts is not null;
}
