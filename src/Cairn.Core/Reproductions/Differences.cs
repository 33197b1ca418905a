using System.Text.Json;

namespace Cairn.Core.Reproductions;

/// <summary>Compares JSON documents member by member.</summary>
public static class Differences
{
    /// <summary>The leaves in which two documents differ, by path; arrays are leaves.</summary>
    public static IReadOnlyList<Difference> Of(JsonElement expected, JsonElement actual)
    {
        var found = new List<Difference>();
        Compare("", expected, actual, found);
        return found;
    }

    private static void Compare(string path, JsonElement? expected, JsonElement? actual, List<Difference> found)
    {
        if (expected is { ValueKind: JsonValueKind.Object } left && actual is { ValueKind: JsonValueKind.Object } right)
        {
            var names = left.EnumerateObject().Select(member => member.Name)
                .Union(right.EnumerateObject().Select(member => member.Name)).Order(StringComparer.Ordinal);
            foreach (var name in names)
            {
                Compare(path.Length == 0 ? name : $"{path}.{name}", Member(left, name), Member(right, name), found);
            }
        }
        else if (!(expected is { } one && actual is { } other && JsonElement.DeepEquals(one, other)))
        {
            found.Add(new Difference(path, expected, actual));
        }
    }

    private static JsonElement? Member(JsonElement document, string name) =>
        document.TryGetProperty(name, out var value) ? value : null;
}
