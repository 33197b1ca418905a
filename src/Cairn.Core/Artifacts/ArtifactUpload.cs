namespace Cairn.Core.Artifacts;

/// <summary>A content that comes in parts.</summary>
/// <param name="Id">32 hexadecimal digits, the same for every client that brings this content in these parts.</param>
/// <param name="Md5">Of the whole: 32 lower-case hexadecimal digits.</param>
/// <param name="IsDone">Whether the parts were joined; they are gone then.</param>
/// <param name="Parts">By their numbers, from 1.</param>
public sealed record ArtifactUpload(string Id, string Md5, bool IsDone, IReadOnlyList<ArtifactPart> Parts);
