namespace Cairn.Core.Sweeps;

/// <summary>A change to a sweep: null leaves a field alone.</summary>
public sealed record SweepChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public SweepState? State { get; init; }

    /// <summary>A whole new configuration, in YAML.</summary>
    public string? Text { get; init; }

    public string? Controller { get; init; }

    public string? Scheduler { get; init; }
}
