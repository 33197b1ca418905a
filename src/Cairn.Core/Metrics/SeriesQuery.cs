using Cairn.Analysis.Expressions;

namespace Cairn.Core.Metrics;

/// <summary>A chart's question: every given key of every given run, in equal buckets of one x axis.</summary>
/// <param name="Runs">Ids.</param>
/// <param name="Keys">Series keys.</param>
/// <param name="Axis">What x is.</param>
/// <param name="From">Start of the range, inclusive, in the axis' unit; null for that of the key's data.</param>
/// <param name="To">End of the range, inclusive; null for that of the key's data.</param>
/// <param name="Buckets">Equal parts of the range, 1 to <see cref="BucketLimit"/>.</param>
public sealed record SeriesQuery(
    IReadOnlyList<long> Runs, IReadOnlyList<string> Keys, XAxis Axis, double? From, double? To, int Buckets)
{
    /// <summary>Most buckets of one question.</summary>
    public const int BucketLimit = 10_000;

    /// <summary>Most series (runs times keys and expressions) of one question.</summary>
    public const int SeriesLimit = 20_000;

    /// <summary>Most points of one run that an expression is worked out over.</summary>
    public const long ExpressionPointLimit = 20_000_000;

    /// <summary>Formulas over series, answered after the keys with their text as key.</summary>
    public IReadOnlyList<SeriesExpression> Expressions { get; init; } = [];

    /// <summary>Whether the parts of the range are equal on a logarithmic axis; what is not above zero is left out.</summary>
    public bool LogX { get; init; }
}
