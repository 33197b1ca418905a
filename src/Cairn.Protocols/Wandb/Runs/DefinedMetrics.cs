using System.Text.Json;
using Cairn.Core.Metrics;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>
/// Reads what <c>define_metric</c> left in a config's <c>_wandb.m</c>: objects with the numbers of the client's record as
/// names. Clients list them in any order; a step metric is named, or meant by its place counted from 1.
/// </summary>
internal static class DefinedMetrics
{
    private const int Hidden = 2;
    private static readonly string[] Summaries = ["", "min", "max", "mean", "best", "last", "none", "copy", "first"];

    /// <summary>The definitions; null when the config's own part has none.</summary>
    public static IReadOnlyList<MetricDefinition>? Read(JsonElement internals)
    {
        if (!internals.TryGetProperty("m", out var list) || list.ValueKind != JsonValueKind.Array)
            return null;
        var entries = list.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object).ToList();
        return [.. entries.Select(entry => Read(entry, entries)).OfType<MetricDefinition>()];
    }

    private static MetricDefinition? Read(JsonElement entry, List<JsonElement> entries)
    {
        var name = Text(entry, "1");
        var pattern = Text(entry, "2");
        if ((name ?? pattern) is not { Length: > 0 } known)
            return null;
        var step = Text(entry, "4")
            ?? (Whole(entry, "5") is { } place and >= 1 && place <= entries.Count ? Text(entries[(int)place - 1], "1") : null);
        return new MetricDefinition(
            Unescaped(known),
            name is null,
            step is null ? null : Unescaped(step),
            Numbers(entry, "6").Contains(Hidden),
            [.. Numbers(entry, "7").Where(one => one > 0 && one < Summaries.Length && Summaries[one] != "copy").Select(one => Summaries[one])],
            Whole(entry, "8") switch { 1 => "min", 2 => "max", _ => null });
    }

    // A point that belongs to the key itself, not to a path, comes with a backslash.
    private static string Unescaped(string name) => name.Replace(@"\.", ".", StringComparison.Ordinal);

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    private static long? Whole(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var whole) ? whole : null;

    private static IEnumerable<int> Numbers(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out _)).Select(one => one.GetInt32())
            : [];
}
