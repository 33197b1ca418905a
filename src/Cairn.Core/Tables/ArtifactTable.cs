namespace Cairn.Core.Tables;

/// <summary>A table that was read out of artifacts.</summary>
/// <param name="Table">Its columns and rows.</param>
/// <param name="Artifact">The version whose files the media of its cells are.</param>
public sealed record ArtifactTable(LoggedTable Table, long Artifact);
