namespace Cairn.Analysis.Baselines;

/// <summary>A simple model that every other should beat.</summary>
public interface IBaseline
{
    /// <summary>What it is called, such as <c>kNN</c>.</summary>
    string Name { get; }

    /// <summary>Whether the seed makes a difference.</summary>
    bool IsSeeded { get; }

    /// <summary>Its settings by name.</summary>
    IReadOnlyDictionary<string, object> Settings { get; }

    /// <summary>
    /// Learns from the one and predicts the other: [count x outputs], a probability for each class or the number itself.
    /// </summary>
    double[] Predict(LabelledData train, LabelledData test, int seed, CancellationToken cancellationToken);
}
