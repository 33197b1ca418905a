using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Sweeps;

namespace Cairn.Protocols.Native.Wire;

internal sealed record SweepWire(
    string Uid, string? Name, string? Description,
    [property: AllowedValues("pending", "running", "paused", "finished", "canceled")] string State, string? Method,
    SweepMetricWire? Metric, long CreatedAt, long UpdatedAt, long HeartbeatAt, long? RunCap, long? Expected,
    SweepCountsWire Counts, SweepBestWire? Best)
{
    public static SweepWire From(SweepOverview overview)
    {
        var (sweep, best) = (overview.Sweep, overview.Best);
        return new SweepWire(
            sweep.Uid, sweep.Name, sweep.Description, sweep.State.ToString().ToLowerInvariant(),
            overview.Method, SweepMetricWire.From(overview.Aim), sweep.CreatedAt, sweep.UpdatedAt, sweep.HeartbeatAt, overview.RunCap, overview.Expected,
            SweepCountsWire.From(overview.Trials),
            best is { Run: { } run, Value: { } value } ? new SweepBestWire(best.Entry.Number, run.Uid, run.Name, value) : null);
    }
}

internal sealed record SweepMetricWire(string Name, [property: AllowedValues("minimize", "maximize")] string Goal, double? Target)
{
    public static SweepMetricWire? From(SweepAim? aim) =>
        aim is null ? null : new SweepMetricWire(aim.Metric, aim.Maximize ? "maximize" : "minimize", aim.Target);
}

internal sealed record SweepBestWire(long Trial, string Run, string Name, double Value);

internal sealed record SweepCountsWire(
    int Total, int Queued, int Starting, int Running, int Finished, int Stopped, int Failed, int Deleted)
{
    public static SweepCountsWire From(IReadOnlyList<SweepTrialView> trials)
    {
        int Of(SweepTrialStatus status) => trials.Count(trial => trial.Status == status);
        return new SweepCountsWire(
            trials.Count, Of(SweepTrialStatus.Queued), Of(SweepTrialStatus.Starting), Of(SweepTrialStatus.Running),
            Of(SweepTrialStatus.Finished), Of(SweepTrialStatus.Stopped), Of(SweepTrialStatus.Failed), Of(SweepTrialStatus.Deleted));
    }
}

internal sealed record SweepsWire(IReadOnlyList<SweepWire> Sweeps);

internal sealed record SweepParameterWire(string Name, string Distribution, long? Count, JsonElement Definition)
{
    public static SweepParameterWire From(SweepSetting setting) =>
        new(setting.Name, setting.Distribution, setting.Count, setting.Definition);
}

internal sealed record SweepTrialWire(
    long Number, string? Run, string? Name, long RunId,
    [property: AllowedValues("queued", "starting", "running", "finished", "stopped", "failed", "deleted")] string Status,
    JsonElement Values, double? Value, double? BestSoFar, long? StartedAt, long? DurationMs, long Agent, int? ExitCode)
{
    public static SweepTrialWire From(SweepTrialView trial)
    {
        var (entry, run) = (trial.Entry, trial.Run);
        var begun = run is not null && trial.Status is not (SweepTrialStatus.Queued or SweepTrialStatus.Starting);
        return new SweepTrialWire(
            entry.Number, run?.Uid, run?.Name, entry.RunId, trial.Status.ToString().ToLowerInvariant(), Flat(entry.Values),
            trial.Value, trial.BestSoFar, begun ? run!.StartedAt : null,
            begun ? Math.Max(0, (run!.FinishedAt ?? run.HeartbeatAt) - run.StartedAt) : null, entry.AgentId, run?.ExitCode);
    }

    // {"net":{"value":{"depth":2}}} is the column config.net.depth.
    private static JsonElement Flat(JsonElement values)
    {
        var flat = new JsonObject();
        foreach (var setting in values.EnumerateObject())
            Add(setting.Name, setting.Value.ValueKind == JsonValueKind.Object && setting.Value.TryGetProperty("value", out var value) ? value : setting.Value);
        return JsonSerializer.SerializeToElement(flat, NativeJson.Default.JsonObject);

        void Add(string name, JsonElement value)
        {
            if (value.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in value.EnumerateObject())
                    Add($"{name}.{member.Name}", member.Value);
            }
            else
            {
                flat[name] = JsonNode.Parse(value.GetRawText());
            }
        }
    }
}

internal sealed record SweepAgentWire(long Id, string Host, long CreatedAt, long HeartbeatAt, bool Alive, int Trials);

internal sealed record SweepBracketWire(long Iteration, int Reached, int Stopped, double? Threshold);

internal sealed record SweepDetailWire(
    SweepWire Sweep, string Text, JsonElement Config, IReadOnlyList<SweepParameterWire> Space, IReadOnlyList<SweepTrialWire> Trials,
    IReadOnlyList<SweepAgentWire> Agents, IReadOnlyList<SweepBracketWire> Brackets);

internal sealed record SweepCreateWire([property: Required] string? Text, string? Name, string? Description);

internal sealed record SweepChangeWire
{
    public string? Name { get; init; }
    public string? Description { get; init; }

    [AllowedValues("running", "paused", "finished", "canceled")]
    public string? State { get; init; }
}
