using System.Text.Json.Serialization;

namespace Cairn.Core.Safekeeping;

/// <summary>What a backup holds; written last, so that one without it is not whole.</summary>
/// <param name="Version">The form of the backup, 1.</param>
/// <param name="CreatedAt">When it was begun, Unix milliseconds.</param>
/// <param name="Source">The folder it was taken of.</param>
/// <param name="Databases">Schema version of each database, by file name.</param>
/// <param name="Blobs">How many blobs.</param>
public sealed record BackupManifest(
    int Version, long CreatedAt, string Source, IReadOnlyDictionary<string, long> Databases, long Blobs)
{
    /// <summary>The manifest's name in a backup.</summary>
    public const string FileName = "backup.json";

    /// <summary>The form that this program writes and reads.</summary>
    public const int Form = 1;
}

/// <summary>How a manifest is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
