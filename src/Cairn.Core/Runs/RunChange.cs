using System.Text.Json;

namespace Cairn.Core.Runs;

/// <summary>
/// A change to a run: null leaves a field alone; JSON objects are merged key by key, a null deleting its key.
/// </summary>
public sealed record RunChange
{
    public string? Name { get; init; }

    public string? Group { get; init; }

    public string? JobType { get; init; }

    public string? Notes { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public JsonElement? Labels { get; init; }

    public JsonElement? Config { get; init; }

    public JsonElement? Summary { get; init; }

    public JsonElement? Environment { get; init; }

    public RunState? State { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Unix milliseconds; null with an ending <see cref="State"/> means now.</summary>
    public long? FinishedAt { get; init; }

    public long? StartedAt { get; init; }

    /// <summary>True when it changes nothing.</summary>
    public bool IsEmpty => this == new RunChange();
}
