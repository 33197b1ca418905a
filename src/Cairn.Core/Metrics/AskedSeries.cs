using Cairn.Analysis.Expressions;
using Cairn.Storage.Series;

namespace Cairn.Core.Metrics;

/// <summary>One line of a chart's question: a series of a run, or a formula over several of them.</summary>
internal sealed record AskedSeries(long Run, string Key, SeriesExpression? Formula)
{
    /// <summary>The summaries of what it needs; null where the run lacks some of it.</summary>
    public IReadOnlyList<SeriesSummary>? Summaries { get; private init; }

    /// <summary>Points of all series it needs.</summary>
    public long Points => Summaries?.Sum(summary => summary.Count) ?? 0;

    /// <summary>Points of the line, or at most so many where it is a formula.</summary>
    public long Count => Summaries?.Min(summary => summary.Count) ?? 0;

    public AskedSeries Find(SeriesStore series)
    {
        var found = new List<SeriesSummary>();
        foreach (var key in Formula?.Keys ?? [Key])
        {
            if (series.Summary(Run, key) is not { } summary)
                return this;
            found.Add(summary);
        }

        return this with { Summaries = found };
    }

    /// <summary>Its points with steps in the range.</summary>
    public SeriesPoints Read(SeriesStore series, long fromStep, long toStep) => Formula is null
        ? series.ReadPoints(Run, Key, fromStep, toStep)
        : ExpressionPoints.Of(Formula, [.. Formula.Keys.Select(key => series.ReadPoints(Run, key, fromStep, toStep))]);
}
