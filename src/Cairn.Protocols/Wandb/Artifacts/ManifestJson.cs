using System.Text.Json;
using Cairn.Core.Artifacts;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>Reads and writes manifests as W&amp;B's clients have them.</summary>
internal static class ManifestJson
{
    /// <exception cref="JsonException">It is no manifest.</exception>
    public static IReadOnlyList<ArtifactEntry> Read(JsonElement manifest)
    {
        if (manifest.ValueKind != JsonValueKind.Object || !manifest.TryGetProperty("contents", out var contents)
            || contents.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("A manifest has to be an object with 'contents'.");
        }

        return
        [
            .. contents.EnumerateObject().Select(entry => new ArtifactEntry
            {
                Path = entry.Name,
                Digest = Text(entry.Value, "digest") ?? throw new JsonException($"'{entry.Name}' has no digest."),
                Size = entry.Value.TryGetProperty("size", out var size) && size.ValueKind == JsonValueKind.Number ? size.GetInt64() : 0,
                Reference = Text(entry.Value, "ref"),
                BirthArtifact = Text(entry.Value, "birthArtifactID"),
                Extra = entry.Value.TryGetProperty("extra", out var extra) && extra.ValueKind == JsonValueKind.Object ? extra.GetRawText() : null,
            }),
        ];
    }

    /// <summary>Writes the manifest of all entries.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ArtifactEntry> entries)
    {
        json.WriteStartObject();
        json.WriteNumber("version", 1);
        json.WriteString("storagePolicy", "wandb-storage-policy-v1");
        json.WriteStartObject("storagePolicyConfig");
        json.WriteString("storageLayout", "V2");
        json.WriteEndObject();
        json.WriteStartObject("contents");
        foreach (var entry in entries)
        {
            json.WriteStartObject(entry.Path);
            json.WriteString("digest", entry.Digest);
            json.WriteNumber("size", entry.Size);
            if (entry.BirthArtifact is not null)
                json.WriteString("birthArtifactID", entry.BirthArtifact);
            if (entry.Reference is not null)
                json.WriteString("ref", entry.Reference);
            if (entry.Extra is not null)
            {
                json.WritePropertyName("extra");
                json.WriteRawValue(entry.Extra);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string? Text(JsonElement entry, string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
