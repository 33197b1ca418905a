using System.Text.Json;

namespace Cairn.Core.Sweeps;

/// <summary>A search over settings: agents ask for trials, and each trial is a run.</summary>
public sealed record Sweep
{
    /// <summary>The server's number.</summary>
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>Eight letters and digits, unique in the project.</summary>
    public required string Uid { get; init; }

    /// <summary>The name that people read; null when nobody gave one.</summary>
    public string? Name { get; init; }

    public string? Description { get; init; }

    public required SweepState State { get; init; }

    /// <summary>The configuration as it was written, in YAML.</summary>
    public required string Text { get; init; }

    /// <summary>The configuration as a JSON object.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>What a client's own controller wrote for the server; null when there is none.</summary>
    public string? Controller { get; init; }

    /// <summary>What was answered to that controller; null when there is none.</summary>
    public string? Scheduler { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix milliseconds of the last word of an agent.</summary>
    public required long HeartbeatAt { get; init; }
}
