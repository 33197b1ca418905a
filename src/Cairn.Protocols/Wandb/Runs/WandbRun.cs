using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.Filters;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>A run as W&amp;B's clients see it: where Cairn keeps what only they know, and how their config is wrapped.</summary>
internal static class WandbRun
{
    /// <summary>The member of a run's environment that holds the config's own <c>_wandb</c> key.</summary>
    public const string Internals = "wandb";

    private const string InternalKey = "_wandb";
    private const string PreemptingLabel = "wandb.preempting";

    /// <summary>The state's word: a run whose machine was taken away is preempted, not crashed.</summary>
    public static string State(Run run) => run.State switch
    {
        RunState.Running when IsPreempting(run) => "preempting",
        RunState.Crashed when IsPreempting(run) => "preempted",
        _ => RunStates.Text(run.State),
    };

    /// <summary>Whether its client said that its machine is about to go.</summary>
    public static bool IsPreempting(Run run) => run.Labels.TryGetProperty(PreemptingLabel, out _);

    public static Run WithPreempting(Run run, bool preempting) => run with
    {
        Labels = JsonObjects.Merge(
            run.Labels, JsonElement.Parse(preempting ? $$"""{"{{PreemptingLabel}}":"true"}""" : $$"""{"{{PreemptingLabel}}":null}""")),
    };

    /// <summary>The short id of the sweep that it belongs to; null when it is in none.</summary>
    public static string? Sweep(Run run) =>
        run.Labels.TryGetProperty(WandbFields.SweepLabel, out var sweep) ? sweep.GetString() : null;

    /// <summary>Labels that put a run into a sweep.</summary>
    public static JsonElement SweepLabels(string sweep) =>
        JsonSerializer.SerializeToElement(new JsonObject { [WandbFields.SweepLabel] = sweep });

    /// <summary>The config's <c>_wandb</c> value; empty when there is none.</summary>
    public static JsonElement InternalsOf(Run run) =>
        run.Environment.TryGetProperty(Internals, out var internals) && internals.ValueKind == JsonValueKind.Object
            ? internals
            : JsonObjects.Empty;

    /// <summary>The config as clients read it: each key wrapped in an object with its value.</summary>
    public static string WrappedConfig(Run run)
    {
        var wrapped = new JsonObject();
        foreach (var setting in run.Config.EnumerateObject())
            wrapped[setting.Name] = new JsonObject { ["value"] = JsonNode.Parse(setting.Value.GetRawText()), ["desc"] = null };
        if (InternalsOf(run) is var internals && internals.EnumerateObject().Any())
            wrapped[InternalKey] = new JsonObject { ["value"] = JsonNode.Parse(internals.GetRawText()), ["desc"] = null };
        return wrapped.ToJsonString();
    }

    /// <summary>A client's config taken out of its wrapping, and its <c>_wandb</c> value apart.</summary>
    public static (JsonElement Config, JsonElement? Internals) Unwrap(JsonElement config)
    {
        var plain = new JsonObject();
        JsonElement? internals = null;
        foreach (var setting in config.EnumerateObject())
        {
            var value = Unwrapped(setting.Value);
            if (setting.Name == InternalKey)
                internals = value.ValueKind == JsonValueKind.Object ? value : null;
            else
                plain[setting.Name] = JsonNode.Parse(value.GetRawText());
        }

        return (JsonSerializer.SerializeToElement(plain), internals);
    }

    /// <summary>
    /// When a run ended that was synced from the past, Unix milliseconds; null for one that the server saw live.
    /// </summary>
    public static long? EndOfOldRun(Run run, RunChange change)
    {
        var start = change.StartedAt ?? run.StartedAt;
        if (change.State is not { } state || !RunRules.IsEnd(state) || run.CreatedAt - start < 60_000)
            return null;
        return run.Summary.TryGetProperty("_wandb", out var own) && own.ValueKind == JsonValueKind.Object
            && own.TryGetProperty("runtime", out var runtime) && runtime.ValueKind == JsonValueKind.Number
            ? start + (long)(runtime.GetDouble() * 1000)
            : null;
    }

    // The JS client sends plain values.
    private static JsonElement Unwrapped(JsonElement setting) =>
        setting.ValueKind == JsonValueKind.Object && setting.TryGetProperty("value", out var value)
        && setting.EnumerateObject().All(member => member.Name is "value" or "desc")
            ? value
            : setting;
}
