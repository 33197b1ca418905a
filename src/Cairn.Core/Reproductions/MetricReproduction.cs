namespace Cairn.Core.Reproductions;

/// <summary>How one metric was repeated.</summary>
/// <param name="Key">The series' key, or a number of the summary.</param>
/// <param name="IsSummary">Whether it is a declared result instead of a series.</param>
/// <param name="Agreement">How well.</param>
/// <param name="Points">Values of the run that was to be repeated.</param>
/// <param name="FirstStep">The first step at which the runs part; null where they don't.</param>
/// <param name="Expected">The value to be repeated at that step; null where only the rerun has the step.</param>
/// <param name="Actual">The rerun's value at that step; null where it lacks the step.</param>
/// <param name="Largest">Largest relative difference, 0 to 2.</param>
/// <param name="Noise">
/// Largest difference of the last values that other seeds explain, in the metric's unit; null where none are known.
/// </param>
public sealed record MetricReproduction(
    string Key, bool IsSummary, MetricAgreement Agreement, long Points, long? FirstStep = null, double? Expected = null,
    double? Actual = null, double Largest = 0, double? Noise = null);
