namespace Cairn.Samples.FashionMnist;

/// <summary>
/// What a demo found: one row for each model (runs that differ only in their seed are one), the landmarks they stand
/// next to, and the model that validation chose. Accuracies are parts of one; deltas are differences of such parts.
/// </summary>
/// <param name="DataSource">Which of the possible sources the images came from.</param>
/// <param name="TestImages">How many test images the accuracies were measured on.</param>
/// <param name="Models">In the order in which they ran.</param>
/// <param name="Landmarks">What the models are compared with: chance, majority, kNN, human.</param>
/// <param name="Chosen">The model with the best mean validation accuracy.</param>
/// <param name="Verdict">One sentence on how the chosen model compares with people.</param>
/// <param name="UnsentRuns">How many runs are not wholly on the server.</param>
/// <param name="SpoolDirectory">The directory to sync where there are any, else null.</param>
/// <param name="Elapsed">How long all of it took.</param>
public sealed record DemoResult(
    string DataSource, int TestImages, IReadOnlyList<ModelRow> Models, IReadOnlyList<LandmarkValue> Landmarks,
    ModelRow Chosen, string Verdict, int UnsentRuns, string? SpoolDirectory, TimeSpan Elapsed)
{
    /// <summary>Every model against every landmark, as the server judges it; empty when the server is away.</summary>
    public IReadOnlyList<ModelVerdict> Verdicts { get; init; } = [];
}
