using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cairn.Core.Artifacts;
using Cairn.Core.Files;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ArtifactCollectionWire(
    long Id, string Type, string Name, [property: AllowedValues("sequence", "portfolio")] string Kind, string? Description,
    IReadOnlyList<string> Tags, int Versions, long Size, ArtifactVersionWire? Latest, long CreatedAt, long UpdatedAt);

internal sealed record ArtifactCollectionsWire(IReadOnlyList<ArtifactCollectionWire> Collections);

/// <summary>A version; its number is that in the collection that was asked for.</summary>
internal sealed record ArtifactVersionWire(
    long Id, string Project, string Collection, string Type, long Version,
    [property: AllowedValues("pending", "committed", "deleted")] string State, string Digest, string? Description,
    JsonElement Metadata, IReadOnlyList<string> Aliases, IReadOnlyList<string> Tags, long Size, long Files, long? Step,
    long? TimeToLive, ModelRunWire? Run, long CreatedAt, long UpdatedAt);

internal sealed record ArtifactVersionsWire(ArtifactCollectionWire Collection, IReadOnlyList<ArtifactVersionWire> Versions);

/// <summary>A file of a version; its bytes can be read from this server when it is here.</summary>
internal sealed record ArtifactFileWire(string Path, long Size, string Digest, string ContentType, string? Reference, bool IsHere)
{
    public static ArtifactFileWire From(ArtifactEntry entry) => new(
        entry.Path, entry.Size, entry.Digest, ContentTypes.Choose(entry.Path, null), entry.Reference, entry.Reference is null);
}

internal sealed record ArtifactFilesWire(IReadOnlyList<ArtifactFileWire> Files);

internal sealed record ArtifactFileChangeWire(ArtifactFileWire Before, ArtifactFileWire After);

internal sealed record ArtifactDiffWire(
    IReadOnlyList<ArtifactFileWire> Added, IReadOnlyList<ArtifactFileWire> Removed,
    IReadOnlyList<ArtifactFileChangeWire> Changed, int Same)
{
    public static ArtifactDiffWire From(ArtifactDiff diff) => new(
        [.. diff.Added.Select(ArtifactFileWire.From)],
        [.. diff.Removed.Select(ArtifactFileWire.From)],
        [.. diff.Changed.Select(one => new ArtifactFileChangeWire(ArtifactFileWire.From(one.Before), ArtifactFileWire.From(one.After)))],
        diff.Same);
}

/// <summary>A run made a version, or used it.</summary>
internal sealed record LineageEdgeWire(long Run, long Artifact, bool IsMade);

internal sealed record LineageWire(
    IReadOnlyList<ArtifactVersionWire> Artifacts, IReadOnlyList<ModelRunWire> Runs, IReadOnlyList<LineageEdgeWire> Edges, bool IsCut);

internal sealed record RunArtifactsWire(IReadOnlyList<ArtifactVersionWire> Made, IReadOnlyList<ArtifactVersionWire> Used);
