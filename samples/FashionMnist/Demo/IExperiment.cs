using Cairn.Client;

namespace Cairn.Samples.FashionMnist;

/// <summary>One run of the demo: a model with its hyperparameters and seed.</summary>
internal interface IExperiment
{
    /// <summary>Model and hyperparameters; runs of one group differ only in their seed.</summary>
    string Group { get; }

    /// <summary>The seed, or null where chance plays no part.</summary>
    int? Seed { get; }

    /// <summary><c>baseline</c> or <c>train</c>.</summary>
    string JobType { get; }

    /// <summary>The hyperparameters by name, for the run's config.</summary>
    IReadOnlyDictionary<string, object?> Hyperparameters { get; }

    /// <summary>
    /// Trains, logging to <paramref name="run"/> and showing progress, and returns how the selected model did. The test
    /// images are predicted once, by that model.
    /// </summary>
    ExperimentOutcome Execute(DemoData data, CairnRun run, IDemoScreen screen, CancellationToken ct);
}
