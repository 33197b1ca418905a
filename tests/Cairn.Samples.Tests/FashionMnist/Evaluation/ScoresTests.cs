using Cairn.Samples.FashionMnist.Evaluation;
using Cairn.Samples.FashionMnist.Numerics;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Evaluation;

public sealed class ScoresTests
{
    private static readonly byte[] Labels = [0, 0, 1, 2];

    [Fact]
    public void Counts_right_and_wrong_answers()
    {
        var scores = Scores.Of(Probabilities(), Labels);
        Assert.Equal(0.5, scores.Accuracy);
        Assert.Equal(
            (1, 1, 1, 1),
            (scores.Confusion[0, 0], scores.Confusion[0, 1], scores.Confusion[1, 1], scores.Confusion[2, 1]));
        Assert.Equal(4, scores.Confusion.Cast<int>().Sum());
        Assert.Equal((-Math.Log(0.9) - Math.Log(0.4) - Math.Log(0.7) - Math.Log(0.2)) / 4, scores.Loss, 1e-6);
    }

    [Fact]
    public void Lists_mistakes_the_most_certain_first()
    {
        var mistakes = Scores.Of(Probabilities(), Labels).MostCertainMistakes(5).ToArray();
        Assert.Equal([(3, 2, 1), (1, 0, 1)], mistakes.Select(m => (m.Index, m.True, m.Predicted)));
        Assert.Equal(0.8, mistakes[0].Probability, 1e-6);
    }

    [Fact]
    public void Gives_each_class_its_own_figures()
    {
        var classes = Scores.Of(Probabilities(), Labels).PerClass();
        Assert.Equal(new ClassScore("T-shirt/top", 2, 0.5, 1, 2 / 3.0), classes[0]);
        Assert.Equal(new ClassScore("Trouser", 1, 1, 1 / 3.0, 0.5), classes[1]);
        Assert.Equal((0.0, double.NaN), (classes[2].Recall, classes[2].Precision));
    }

    private static Matrix Probabilities()
    {
        var matrix = new Matrix(4, 10);
        (matrix[0, 0], matrix[0, 1]) = (0.9f, 0.1f);
        (matrix[1, 0], matrix[1, 1]) = (0.4f, 0.6f);
        (matrix[2, 1], matrix[2, 2]) = (0.7f, 0.3f);
        (matrix[3, 1], matrix[3, 2]) = (0.8f, 0.2f);
        return matrix;
    }
}
