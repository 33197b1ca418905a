namespace Cairn.Samples.FashionMnist;

/// <summary>How a model stands against a landmark of test accuracy, as the server judges it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Landmark">The landmark's name.</param>
/// <param name="Word"><c>better</c>, <c>worse</c>, <c>equal</c>, <c>unclear</c> or <c>itself</c>.</param>
/// <param name="Sentence">All of it in words.</param>
public sealed record ModelVerdict(string Model, string Landmark, string Word, string Sentence);
