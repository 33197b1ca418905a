using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Runs;

namespace Cairn.Core.Metrics;

/// <summary>The metric definitions of a run, kept in its environment under <see cref="Member"/>.</summary>
public static class MetricDefinitions
{
    /// <summary>The member of a run's environment that lists them.</summary>
    public const string Member = "metricDefinitions";

    /// <summary>What a run's client defined, in its order; what is not understood is left out.</summary>
    public static IReadOnlyList<MetricDefinition> Of(Run run) =>
        run.Environment.ValueKind == JsonValueKind.Object && run.Environment.TryGetProperty(Member, out var list)
        && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(Read).OfType<MetricDefinition>()]
            : [];

    /// <summary>The definitions of several runs as one list by name: that of the first run that has one holds.</summary>
    public static IReadOnlyList<MetricDefinition> Union(IEnumerable<Run> runs)
    {
        var byName = new Dictionary<string, MetricDefinition>();
        foreach (var definition in runs.SelectMany(Of))
            byName.TryAdd(definition.Name, definition);
        return [.. byName.Values.OrderBy(definition => definition.Name, StringComparer.Ordinal)];
    }

    /// <summary>The list as it is kept.</summary>
    public static JsonArray Write(IEnumerable<MetricDefinition> definitions) =>
    [
        .. definitions.Select(definition => new JsonObject
        {
            ["name"] = definition.Name,
            ["pattern"] = definition.IsPattern,
            ["step"] = definition.StepMetric,
            ["hidden"] = definition.IsHidden,
            ["summary"] = new JsonArray([.. definition.Summary.Select(word => (JsonNode)word)]),
            ["goal"] = definition.Goal,
        }),
    ];

    private static MetricDefinition? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || Text(json, "name") is not { Length: > 0 } name)
            return null;
        return new MetricDefinition(
            name,
            Flag(json, "pattern"),
            Text(json, "step"),
            Flag(json, "hidden"),
            json.TryGetProperty("summary", out var summary) && summary.ValueKind == JsonValueKind.Array
                ? [.. summary.EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!)]
                : [],
            Text(json, "goal") is "min" or "max" ? Text(json, "goal") : null);
    }

    private static bool Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
