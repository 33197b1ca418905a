using System.Text.Json;

namespace Cairn.Core;

/// <summary>Named texts, as the catalog keeps them: a JSON object of strings.</summary>
public static class LabelMap
{
    /// <summary>No names at all.</summary>
    public static IReadOnlyDictionary<string, string> Empty { get; } = new Dictionary<string, string>();

    /// <summary>The same names with one more, or with another text for one.</summary>
    public static IReadOnlyDictionary<string, string> With(
        this IReadOnlyDictionary<string, string> labels, string key, string value)
    {
        var changed = new Dictionary<string, string>(labels) { [key] = value };
        return changed;
    }

    /// <summary>The same names without one.</summary>
    public static IReadOnlyDictionary<string, string> Without(
        this IReadOnlyDictionary<string, string> labels, string key)
    {
        var changed = new Dictionary<string, string>(labels);
        changed.Remove(key);
        return changed;
    }

    internal static IReadOnlyDictionary<string, string> Read(string json) =>
        json is "{}" or "" ? Empty : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;

    internal static string Write(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? "{}" : JsonSerializer.Serialize(labels);
}
