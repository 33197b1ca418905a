using System.Globalization;
using Cairn.Core.Artifacts;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;
using Cairn.Protocols.Wandb.Uploads;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>Where the files of artifacts are read and written.</summary>
internal sealed class ArtifactLinks(Links links, ArtifactFileStore files)
{
    /// <summary>The manifest's file name, which clients look for in its address.</summary>
    public const string ManifestName = "wandb_manifest.json";

    /// <summary>A file of a version as it is read.</summary>
    public WandbFile Entry(GraphContext context, long artifact, ArtifactEntry entry)
    {
        var address = entry.Reference ?? (Hex(entry.Digest) is { } md5
            ? links.Granted(context, HttpMethod.Get, $"{Links.Root}/contents/{md5}/{FileName(entry.Path)}")
            : "");
        return new WandbFile
        {
            Id = WandbId.Of("ArtifactFile", string.Create(CultureInfo.InvariantCulture, $"{artifact}:{entry.Path}")),
            Name = entry.Path,
            Size = entry.Size,
            Md5 = entry.Digest,
            ContentType = Core.Files.ContentTypes.Choose(entry.Path, null),
            UpdatedAt = 0,
            Url = address,
            DirectUrl = address,
            StoragePath = StoragePath(entry.Digest),
            ArtifactId = entry.BirthArtifact ?? WandbId.Of("Artifact", artifact),
        };
    }

    /// <summary>A file that a client is about to upload; without an address when its content is here already.</summary>
    public WandbFile Upload(GraphContext context, long artifact, string path, string digest)
    {
        var md5 = Hex(digest) ?? throw GraphException.Invalid($"The digest of '{path}' is no MD5 in base64.");
        var isKnown = files.FindContent(context.Caller, md5) is { } known && files.OpenRead(known) is { } bytes && Close(bytes);
        return new WandbFile
        {
            Id = WandbId.Of("ArtifactFile", string.Create(CultureInfo.InvariantCulture, $"{artifact}:{path}")),
            Name = path,
            Md5 = digest,
            UploadUrl = isKnown ? null : links.Granted(context, HttpMethod.Put, $"{Links.Root}/contents/{md5}"),
            StoragePath = StoragePath(digest),
            ArtifactId = WandbId.Of("Artifact", artifact),
        };
    }

    /// <summary>The same file with an address for each of its parts.</summary>
    public WandbFile InParts(GraphContext context, WandbFile file, ArtifactUpload upload) => file with
    {
        Upload = new WandbUpload(upload.Id, [.. upload.Parts.Select(part => (part.Number, links.Granted(
            context, HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"{Links.Root}/parts/{upload.Id}/{part.Number}"))))]),
    };

    /// <summary>A manifest that a client is about to upload.</summary>
    public WandbFile ManifestUpload(GraphContext context, long manifest) => new()
    {
        Id = WandbId.Of("ArtifactManifest", manifest),
        Name = ManifestName,
        UploadUrl = links.Granted(
            context, HttpMethod.Put, string.Create(CultureInfo.InvariantCulture, $"{Links.Root}/manifests/{manifest}/{ManifestName}")),
    };

    /// <summary>The whole manifest of a version.</summary>
    public WandbFile Manifest(GraphContext context, long artifact)
    {
        var address = links.Granted(
            context, HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{Links.Root}/artifacts/{artifact}/{ManifestName}"));
        return new WandbFile
        {
            Id = WandbId.Of("ArtifactManifestFile", artifact),
            Name = ManifestName,
            ContentType = "application/json",
            Url = address,
            DirectUrl = address,
        };
    }

    /// <summary>The hexadecimal form of an MD5 in base64; null when it is none.</summary>
    public static string? Hex(string digest)
    {
        Span<byte> bytes = stackalloc byte[32];
        return digest.Length == 24 && Convert.TryFromBase64String(digest, bytes, out var length) && length == 16
            ? Convert.ToHexStringLower(bytes[..16])
            : null;
    }

    /// <summary>Where a content of that digest is kept, as clients are told.</summary>
    public static string StoragePath(string digest) => $"wandb_artifacts/{Hex(digest) ?? Uri.EscapeDataString(digest)}";

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static bool Close(FileStream stream)
    {
        stream.Dispose();
        return true;
    }
}
