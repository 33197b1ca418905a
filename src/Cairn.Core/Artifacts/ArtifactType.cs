namespace Cairn.Core.Artifacts;

/// <summary>What sort of thing a project's collections hold, such as <c>model</c> or <c>dataset</c>.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="ProjectId">Whose it is.</param>
/// <param name="Name">Unique in the project.</param>
/// <param name="Description">Null when there is none.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
public sealed record ArtifactType(long Id, long ProjectId, string Name, string? Description, long CreatedAt);
