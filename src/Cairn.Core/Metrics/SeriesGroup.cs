using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Metrics;

/// <summary>Runs with the same values in the columns grouped by.</summary>
/// <param name="Values">These values, in the order of the columns; missing ones included.</param>
/// <param name="Runs">Ids of all its runs, whether or not they have the series.</param>
public sealed record SeriesGroup(IReadOnlyList<RunValue> Values, IReadOnlyList<long> Runs);
