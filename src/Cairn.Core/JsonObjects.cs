using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Core;

/// <summary>The JSON objects that runs carry: an empty one, and merging one into another.</summary>
public static class JsonObjects
{
    /// <summary><c>{}</c>.</summary>
    public static JsonElement Empty { get; } = JsonElement.Parse("{}");

    /// <summary>
    /// <paramref name="change"/> merged into <paramref name="target"/>, top-level key by key: a null deletes the key.
    /// </summary>
    public static JsonElement Merge(JsonElement target, JsonElement change)
    {
        var merged = JsonObject.Create(target) ?? [];
        foreach (var property in change.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Null)
                merged.Remove(property.Name);
            else
                merged[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        }

        return JsonSerializer.SerializeToElement(merged);
    }

    /// <summary>Two changes in a row as one; unlike <see cref="Merge"/> it keeps the nulls that delete keys.</summary>
    public static JsonElement MergeChanges(JsonElement first, JsonElement second)
    {
        var merged = JsonObject.Create(first) ?? [];
        foreach (var property in second.EnumerateObject())
            merged[property.Name] = JsonNode.Parse(property.Value.GetRawText());
        return JsonSerializer.SerializeToElement(merged);
    }
}
