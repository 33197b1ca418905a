using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Importance;

/// <summary>Which settings shall be weighed against which result.</summary>
/// <param name="Project">The project whose runs are looked at.</param>
/// <param name="Filter">Which of its runs.</param>
/// <param name="Target">The column with the result.</param>
/// <param name="Columns">The settings; null for all that are numbers, words or truth values and differ between the runs.</param>
public sealed record ImportanceQuestion(long Project, RunFilter Filter, RunColumn Target, IReadOnlyList<RunColumn>? Columns);
