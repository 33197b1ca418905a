using System.Text.Json;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Where a fork left its parent.</summary>
/// <param name="Run">The parent's uid, in the fork's own project.</param>
/// <param name="Step">The last step that both share.</param>
internal sealed record BranchPoint(string Run, long Step)
{
    /// <summary>The branch point in a config's internals; null for a run that is no fork. A rewound run names itself.</summary>
    public static BranchPoint? Read(JsonElement? internals, string? uid) =>
        internals is { } own && own.TryGetProperty("branch_point", out var point) && point.ValueKind == JsonValueKind.Object
        && point.TryGetProperty("run_id", out var run) && run.GetString() is { Length: > 0 } name && name != uid
        && point.TryGetProperty("step", out var step) && step.TryGetDouble(out var at)
            ? new BranchPoint(name, (long)at)
            : null;
}
