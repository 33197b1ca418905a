using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Evaluation;

/// <summary>
/// What a model's probabilities are worth against the true labels: accuracy, mean cross-entropy in nats (infinite where
/// a true class got probability 0), and the confusion matrix [true, predicted] of counts.
/// </summary>
internal sealed record Scores(double Accuracy, double Loss, int[,] Confusion, IReadOnlyList<Mistake> Mistakes)
{
    /// <summary>
    /// Scores probabilities [n x 10] against labels [n]; the most probable class is the answer, the first of equals.
    /// </summary>
    public static Scores Of(Matrix probabilities, ReadOnlySpan<byte> labels)
    {
        var confusion = new int[ClassNames.Count, ClassNames.Count];
        var mistakes = new List<Mistake>();
        var loss = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = probabilities.Row(i);
            var predicted = TensorPrimitives.IndexOfMax<float>(row);
            confusion[labels[i], predicted]++;
            loss -= Math.Log(row[labels[i]]);
            if (predicted != labels[i]) mistakes.Add(new Mistake(i, labels[i], predicted, row[predicted]));
        }

        return new Scores(
            (labels.Length - mistakes.Count) / (double)labels.Length, loss / labels.Length, confusion, mistakes);
    }

    /// <summary>One score for each class, label 0 first.</summary>
    public IReadOnlyList<ClassScore> PerClass()
    {
        var all = Enumerable.Range(0, ClassNames.Count).ToArray();
        return [.. all.Select(label =>
        {
            var right = Confusion[label, label];
            var (images, named) = (all.Sum(j => Confusion[label, j]), all.Sum(i => Confusion[i, label]));
            return new ClassScore(
                ClassNames.Of(label), images,
                right / (double)images, right / (double)named, 2.0 * right / (images + named));
        })];
    }

    /// <summary>
    /// The mistakes of which the model was most certain, most certain first; of equals the earlier image.
    /// </summary>
    public IEnumerable<Mistake> MostCertainMistakes(int count) =>
        Mistakes.OrderByDescending(m => m.Probability).ThenBy(m => m.Index).Take(count);
}
