namespace Cairn.Analysis.Baselines;

/// <summary>What predictions are worth against the truth.</summary>
public static class BaselineScores
{
    /// <summary>The most probable class of each example; the first of equals.</summary>
    public static int[] Classes(double[] probabilities, int classes)
    {
        var answers = new int[probabilities.Length / classes];
        for (var i = 0; i < answers.Length; i++)
        {
            for (var k = 1; k < classes; k++)
            {
                if (probabilities[(i * classes) + k] > probabilities[(i * classes) + answers[i]])
                    answers[i] = k;
            }
        }

        return answers;
    }

    /// <summary>Share of examples whose most probable class is true.</summary>
    public static double Accuracy(LabelledData data, double[] probabilities) =>
        Classes(probabilities, data.Classes).Zip(data.Targets, (answer, truth) => answer == (int)truth ? 1.0 : 0.0).Average();

    /// <summary>Mean cross-entropy in nats; infinite where a true class got no probability.</summary>
    public static double LogLoss(LabelledData data, double[] probabilities)
    {
        double sum = 0;
        for (var i = 0; i < data.Count; i++)
            sum -= Math.Log(probabilities[(i * data.Classes) + (int)data.Targets[i]]);
        return sum / data.Count;
    }

    /// <summary>Mean absolute error, in the target's unit.</summary>
    public static double MeanAbsoluteError(LabelledData data, double[] values) =>
        data.Targets.Zip(values, (truth, value) => Math.Abs(truth - value)).Average();

    /// <summary>Root of the mean squared error, in the target's unit.</summary>
    public static double RootMeanSquaredError(LabelledData data, double[] values) =>
        Math.Sqrt(data.Targets.Zip(values, (truth, value) => (truth - value) * (truth - value)).Average());
}
