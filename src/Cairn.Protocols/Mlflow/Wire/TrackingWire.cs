namespace Cairn.Protocols.Mlflow.Wire;

/// <summary>What ends a call.</summary>
internal sealed record ErrorWire(string ErrorCode, string Message);

/// <summary><c>{}</c>.</summary>
internal sealed record EmptyWire
{
    public static EmptyWire Value { get; } = new();
}

/// <summary>A tag or a parameter.</summary>
internal sealed record PairWire(string Key, string Value);

internal sealed record ExperimentIdWire(string ExperimentId);

internal sealed record ExperimentWire(
    string ExperimentId,
    string Name,
    string ArtifactLocation,
    string LifecycleStage,
    long LastUpdateTime,
    long CreationTime,
    IReadOnlyList<PairWire>? Tags);

internal sealed record ExperimentAnswer(ExperimentWire Experiment);

internal sealed record ExperimentsAnswer(IReadOnlyList<ExperimentWire>? Experiments, string? NextPageToken);

internal sealed record ServerInfoAnswer(string StoreType, bool WorkspacesEnabled);
