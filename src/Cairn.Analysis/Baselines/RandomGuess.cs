using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Baselines;

/// <summary>Guesses: a class drawn with equal chances, or the target of a training example drawn by lot.</summary>
public sealed class RandomGuess : IBaseline
{
    public string Name => "random";

    public bool IsSeeded => true;

    public IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>();

    public double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken)
    {
        var random = new SeededRandom((ulong)seed);
        var answers = new double[test.Count * test.Outputs];
        for (var i = 0; i < test.Count; i++)
        {
            if (test.IsClassification)
                answers[(i * test.Classes) + random.Next(test.Classes)] = 1;
            else
                answers[i] = train.Targets[random.Next(train.Count)];
        }

        return answers;
    }
}
