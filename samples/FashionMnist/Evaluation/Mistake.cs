namespace Cairn.Samples.FashionMnist.Evaluation;

/// <summary>
/// A misclassified image, by its position in the set, with the probability that the model gave its wrong answer.
/// </summary>
internal sealed record Mistake(int Index, int True, int Predicted, double Probability);
