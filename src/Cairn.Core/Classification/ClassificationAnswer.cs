namespace Cairn.Core.Classification;

/// <summary>What the newest runs that have a table of labels and scores come to.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Refused">Runs whose table could not be judged, and why.</param>
/// <param name="Seen">How many runs were looked at for a table.</param>
/// <param name="Total">How many runs match the filter.</param>
public sealed record ClassificationAnswer(
    IReadOnlyList<RunClassification> Runs, IReadOnlyList<(long Run, Refusal Why)> Refused, int Seen, long Total);
