namespace Cairn.Baselines;

/// <summary>Which baselines are computed and where they go.</summary>
public sealed record BaselineOptions
{
    /// <summary>The split that the metrics are named after: <c>test</c> of <c>test/accuracy</c>.</summary>
    public string Split { get; init; } = "test";

    /// <summary>Runs of each baseline that depends on chance.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Baselines by name; empty for all.</summary>
    public IReadOnlyCollection<string> Only { get; init; } = [];

    /// <summary>Base address of the server; null for the SDK's default.</summary>
    public string? Server { get; init; }

    /// <summary>Where runs wait for the server; null for the SDK's default.</summary>
    public string? SpoolDirectory { get; init; }

    /// <summary>What people call the data.</summary>
    public string DataName { get; init; } = "data";
}
