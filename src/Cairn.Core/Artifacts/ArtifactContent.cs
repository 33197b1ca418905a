namespace Cairn.Core.Artifacts;

/// <summary>An uploaded content, known by the digest that clients name it by.</summary>
/// <param name="Md5">32 lower-case hexadecimal digits.</param>
/// <param name="Sha256">Where the blob store keeps it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
public sealed record ArtifactContent(string Md5, string Sha256, long Size, long CreatedAt);
