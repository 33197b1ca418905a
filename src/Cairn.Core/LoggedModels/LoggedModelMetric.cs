namespace Cairn.Core.LoggedModels;

/// <summary>A metric of a logged model, measured by a run and perhaps on a dataset.</summary>
/// <param name="Model">Id of the model.</param>
/// <param name="Run">Uid of the run that measured.</param>
/// <param name="Key">The metric.</param>
/// <param name="Value">NaN and infinities included.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Step">Of the run.</param>
/// <param name="Dataset">Name of the dataset; null when none was named.</param>
/// <param name="Digest">Its digest.</param>
public sealed record LoggedModelMetric(
    long Model, string Run, string Key, double Value, long Time, long Step, string? Dataset, string? Digest);
