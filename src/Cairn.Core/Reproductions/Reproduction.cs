using Cairn.Core.Runs;

namespace Cairn.Core.Reproductions;

/// <summary>What came of repeating a run.</summary>
/// <param name="Original">The run to be repeated.</param>
/// <param name="Rerun">The run that repeats it.</param>
/// <param name="Verdict">Whether it did.</param>
/// <param name="Metrics">Each metric that either run logged, the ones that part first.</param>
/// <param name="Ignored">Keys that were left out, since they measure time or load.</param>
/// <param name="Config">In which settings the runs differ.</param>
/// <param name="Environment">In which packages, hardware and versions they differ.</param>
public sealed record Reproduction(
    Run Original, Run Rerun, ReproductionVerdict Verdict, IReadOnlyList<MetricReproduction> Metrics,
    IReadOnlyList<string> Ignored, IReadOnlyList<Difference> Config, IReadOnlyList<Difference> Environment)
{
    /// <summary>The metric that parts at the earliest step; null where none does.</summary>
    public MetricReproduction? FirstApart => Metrics
        .Where(metric => metric.FirstStep is not null)
        .MinBy(metric => metric.FirstStep);
}
