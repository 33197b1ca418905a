namespace Cairn.Samples.FashionMnist.Evaluation;

/// <summary>
/// How a model did on one class: <paramref name="Recall"/> is the accuracy on images of the class,
/// <paramref name="Precision"/> the part of images so named that are of it (NaN where none was so named).
/// </summary>
internal sealed record ClassScore(string Name, int Images, double Recall, double Precision, double F1);
