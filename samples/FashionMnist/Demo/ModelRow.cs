namespace Cairn.Samples.FashionMnist;

/// <summary>A model with fixed hyperparameters, over its seeds.</summary>
/// <param name="Name">The group of its runs, which names model and hyperparameters.</param>
/// <param name="Validation">Accuracy on the validation images.</param>
/// <param name="Test">Accuracy on the test images.</param>
/// <param name="RunUrls">The runs' pages, in order of their seeds.</param>
public sealed record ModelRow(string Name, Spread Validation, Spread Test, IReadOnlyList<string> RunUrls);
