namespace Cairn.Core.Artifacts;

/// <summary>A part of a content that comes in parts.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Md5">As its client told it: 32 lower-case hexadecimal digits.</param>
/// <param name="Sha256">Where the blob store keeps it; null until it has come.</param>
public sealed record ArtifactPart(long Number, string Md5, string? Sha256 = null);
