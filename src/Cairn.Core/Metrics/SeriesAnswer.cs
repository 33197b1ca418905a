namespace Cairn.Core.Metrics;

/// <summary>The answer to a <see cref="SeriesQuery"/>.</summary>
/// <param name="From">Start of the range over all series; each has its own.</param>
/// <param name="To">Its end, inclusive.</param>
/// <param name="Series">One entry for each run and key asked, in that order (runs first), also where it is empty.</param>
public sealed record SeriesAnswer(double From, double To, IReadOnlyList<SeriesResult> Series);
