using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client.Surroundings;

/// <summary>The packages of the running program, from its <c>deps.json</c>.</summary>
internal static class PackageList
{
    /// <summary>Name to version; empty when the program has no such file.</summary>
    public static JsonObject Read()
    {
        // The host names the files it resolved the program from; the first is the program's own.
        var files = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(
            ';', StringSplitOptions.RemoveEmptyEntries);
        return files is { Length: > 0 } ? Read(files[0]) : [];
    }

    public static JsonObject Read(string file)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        try
        {
            var libraries = JsonNode.Parse(File.ReadAllBytes(file))?["libraries"] as JsonObject ?? [];
            foreach (var (library, description) in libraries)
            {
                var slash = library.IndexOf('/');
                if (slash > 0 && description?["type"]?.GetValue<string>() == "package")
                    packages[library[..slash]] = library[(slash + 1)..];
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return [];
        }

        return new JsonObject(packages.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }
}
