using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Analysis.Sweeps;

/// <summary>The parameters a sweep searches, nested blocks flattened to paths, in the order they were written.</summary>
public sealed class SweepSpace
{
    // Deeper than any configuration a person writes, and shallow enough for every reader of JSON.
    private const int DeepestNesting = 32;

    private SweepSpace(IReadOnlyList<SweepParameter> parameters) => Parameters = parameters;

    /// <summary>The values to set, constants included.</summary>
    public IReadOnlyList<SweepParameter> Parameters { get; }

    /// <summary>
    /// Reads the <c>parameters</c> block of a W&amp;B sweep configuration (already JSON); never throws for what is
    /// written in it. The element is copied, so its document may be disposed.
    /// </summary>
    public static SweepOutcome<SweepSpace> Parse(JsonElement parameters)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return new SweepProblem("parameters", $"is {ParameterBlock.Kind(parameters)}, not a block.",
                "Name each parameter: {\"lr\": {\"min\": 0.001, \"max\": 0.1}}.");
        }

        if (!JsonText.IsSound(parameters))
            return JsonText.Broken("parameters");
        var found = new List<SweepParameter>();
        var problem = Read(parameters.Clone(), [], found);
        return problem is null ? new SweepSpace(found) : problem;
    }

    /// <summary>How many different combinations there are; null when there is no end of them.</summary>
    public long? Count()
    {
        Int128 count = 1;
        foreach (var parameter in Parameters)
        {
            if (parameter.Distribution.Count is not { } values || (count *= values) > long.MaxValue)
                return null;
        }

        return (long)count;
    }

    /// <summary>One coordinate for each parameter at these probabilities in [0, 1], parameter by parameter.</summary>
    public double[] Quantile(ReadOnlySpan<double> probabilities)
    {
        var coordinates = new double[Parameters.Count];
        for (var i = 0; i < coordinates.Length; i++)
            coordinates[i] = Parameters[i].Distribution.Quantile(probabilities[i]);
        return coordinates;
    }

    /// <summary>The place in the unit cube of one coordinate for each parameter.</summary>
    public double[] Position(ReadOnlySpan<double> coordinates)
    {
        var places = new double[Parameters.Count];
        for (var i = 0; i < places.Length; i++)
            places[i] = Parameters[i].Distribution.Position(coordinates[i]);
        return places;
    }

    /// <summary>The coordinates as a run's configuration, <c>{"lr":{"value":0.1},"net":{"value":{"a":2}}}</c>.</summary>
    public JsonElement ToConfig(ReadOnlySpan<double> coordinates)
    {
        var config = new JsonObject();
        for (var i = 0; i < Parameters.Count; i++)
        {
            var path = Parameters[i].Path;
            var block = config;
            for (var depth = 0; depth < path.Count - 1; depth++)
            {
                block = Child(block, path[depth]);
                if (depth == 0)
                    block = Child(block, "value");
            }

            var value = Parameters[i].Distribution.ToJson(coordinates[i]);
            block[path[^1]] = path.Count == 1 ? new JsonObject { ["value"] = value } : value;
        }

        using var document = JsonDocument.Parse(config.ToJsonString(), new JsonDocumentOptions { MaxDepth = 256 });
        return document.RootElement.Clone();
    }

    /// <summary>
    /// Reads a run's configuration, wrapped in <c>value</c> or plain; false when a searched parameter is missing or
    /// has a value that the space can not make.
    /// </summary>
    public bool TryRead(JsonElement config, out double[] coordinates)
    {
        coordinates = new double[Parameters.Count];
        if (!JsonText.IsSound(config))
            return false;
        for (var i = 0; i < coordinates.Length; i++)
        {
            var distribution = Parameters[i].Distribution;
            // What can not vary need not be repeated in the run.
            if (distribution is ChoiceDistribution { Count: 1 })
                continue;
            if (!TryFind(config, Parameters[i].Path, distribution, out coordinates[i]))
                return false;
        }

        return true;
    }

    private static bool TryFind(
        JsonElement config, IReadOnlyList<string> path, SweepDistribution distribution, out double coordinate)
    {
        coordinate = 0;
        if (config.ValueKind != JsonValueKind.Object || !config.TryGetProperty(path[0], out var top))
            return false;
        return (top.ValueKind == JsonValueKind.Object && top.TryGetProperty("value", out var inner)
                && TryDescend(inner, path, distribution, out coordinate))
            || TryDescend(top, path, distribution, out coordinate);
    }

    private static bool TryDescend(
        JsonElement element, IReadOnlyList<string> path, SweepDistribution distribution, out double coordinate)
    {
        coordinate = 0;
        for (var depth = 1; depth < path.Count; depth++)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(path[depth], out element))
                return false;
        }

        return distribution.TryRead(element, out coordinate);
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        child = [];
        parent[name] = child;
        return child;
    }

    private static SweepProblem? Read(JsonElement block, string[] path, List<SweepParameter> found)
    {
        var at = string.Join('.', path.Prepend("parameters"));
        if (path.Length > DeepestNesting)
            return new SweepProblem(at, $"is nested more than {DeepestNesting} deep.", "Flatten the parameters.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in block.EnumerateObject())
        {
            var name = $"{at}.{parameter.Name}";
            if (parameter.Name.Length == 0)
                return new SweepProblem(at, "has a parameter without a name.", "Name it.");
            if (!names.Add(parameter.Name))
                return new SweepProblem(name, "is written twice.", "Keep one of them.");
            string[] here = [.. path, parameter.Name];
            if (Nested(parameter.Value) is { } inner)
            {
                if (inner.ValueKind != JsonValueKind.Object || parameter.Value.EnumerateObject().Count() > 1)
                {
                    return new SweepProblem($"{name}.parameters", "must be a block, alone in its parameter.",
                        "Move the other settings into it.");
                }

                if (Read(inner, here, found) is { } problem)
                    return problem;
            }
            else if (DistributionParser.Parse(name, parameter.Value).Try(out var distribution, out var problem))
            {
                found.Add(new SweepParameter(here, distribution));
            }
            else
            {
                return problem;
            }
        }

        return names.Count > 0 ? null : new SweepProblem(at, "names no parameter.", "Add at least one parameter.");
    }

    private static JsonElement? Nested(JsonElement block) =>
        block.ValueKind == JsonValueKind.Object && block.TryGetProperty("parameters", out var inner) ? inner : null;
}
