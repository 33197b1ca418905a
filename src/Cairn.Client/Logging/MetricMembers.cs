using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client.Logging;

/// <summary>Finds the numbers in an object: nested members become <c>outer/inner</c> keys.</summary>
internal static class MetricMembers
{
    public static List<(string Key, double Value)> Flatten(object? metrics, Warnings warnings)
    {
        var row = new List<(string Key, double Value)>();
        switch (metrics)
        {
            case IEnumerable<KeyValuePair<string, double>> doubles:
                foreach (var (key, value) in doubles)
                    row.Add((key, value));
                break;
            case IEnumerable<KeyValuePair<string, float>> floats:
                foreach (var (key, value) in floats)
                    row.Add((key, value));
                break;
            default:
                if (JsonValues.ToObject(metrics, "the logged object", warnings) is { } members)
                    Add(row, "", members, warnings);
                break;
        }

        return row;
    }

    private static void Add(List<(string Key, double Value)> row, string prefix, JsonObject members, Warnings warnings)
    {
        foreach (var (name, node) in members)
        {
            var key = prefix + name;
            if (node is JsonObject inner)
                Add(row, key + "/", inner, warnings);
            else if (node is JsonValue value && Number(value) is { } number)
                row.Add((key, number));
            else if (node is not null)
                warnings.Report("number:" + key, $"'{key}' is no number; it is skipped");
        }
    }

    private static double? Number(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetValue<string>() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        },
        _ => null,
    };
}
