using System.Text.Json;

namespace Cairn.Core.Runs;

/// <summary>What a client says when it starts or resumes a run; what it leaves out is null.</summary>
public sealed record RunStart
{
    /// <summary>Chosen by the client; null lets the server choose.</summary>
    public string? Uid { get; init; }

    /// <summary>Null gives a readable name made from <see cref="Uid"/>.</summary>
    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? JobType { get; init; }

    public string? Notes { get; init; }

    public string? Parent { get; init; }

    public string Source { get; init; } = "native";

    public IReadOnlyList<string>? Tags { get; init; }

    public JsonElement? Labels { get; init; }

    public JsonElement? Config { get; init; }

    public JsonElement? Environment { get; init; }

    /// <summary>Unix milliseconds; null for now.</summary>
    public long? StartedAt { get; init; }

    public RunResume Resume { get; init; }

    public RunState State { get; init; } = RunState.Running;
}
