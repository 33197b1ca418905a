namespace Cairn.Analysis.Baselines;

/// <summary>Looks at no feature: the shares of the classes, whose largest is the majority; or the mean target.</summary>
public sealed class PriorGuess(bool classification) : IBaseline
{
    public string Name => classification ? "majority" : "mean";

    public bool IsSeeded => false;

    public IReadOnlyDictionary<string, object> Settings { get; } = new Dictionary<string, object>();

    public double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken)
    {
        var prior = new double[test.Outputs];
        foreach (var target in train.Targets)
            prior[train.IsClassification ? (int)target : 0] += train.IsClassification ? 1 : target;
        for (var k = 0; k < prior.Length; k++)
            prior[k] /= train.Count;
        var answers = new double[test.Count * prior.Length];
        for (var i = 0; i < test.Count; i++)
            prior.CopyTo(answers, i * prior.Length);
        return answers;
    }
}
