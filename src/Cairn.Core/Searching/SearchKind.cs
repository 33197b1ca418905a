namespace Cairn.Core.Searching;

/// <summary>What sort of thing a search has found.</summary>
public enum SearchKind
{
    Project,
    Run,
    Tag,
    Metric,

    /// <summary>The path of a setting.</summary>
    Config,

    /// <summary>A setting's value.</summary>
    Value,
    Model,
    Sweep,
    Artifact,
}
