namespace Cairn.Core.Datasets;

/// <summary>Data that runs of a project have used; named by name and digest together.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Digest">Tells one state of it from another.</param>
/// <param name="SourceType">What sort of place <paramref name="Source"/> is, such as <c>local</c> or <c>http</c>.</param>
/// <param name="Source">Where it comes from, usually JSON.</param>
/// <param name="Schema">Its columns, JSON; null when unknown.</param>
/// <param name="Profile">Its numbers of rows and the like, JSON; null when unknown.</param>
public sealed record Dataset(
    string Name, string Digest, string SourceType, string Source, string? Schema, string? Profile);
