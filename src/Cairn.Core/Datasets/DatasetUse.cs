namespace Cairn.Core.Datasets;

/// <summary>That a run has used a dataset.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="ProjectId">Its project.</param>
/// <param name="Dataset">What it used.</param>
/// <param name="Labels">What it used it for.</param>
public sealed record DatasetUse(
    long Run, long ProjectId, Dataset Dataset, IReadOnlyDictionary<string, string> Labels);
