namespace Cairn.Core.Trash;

/// <summary>A run in the trash.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="Uid">What its client chose.</param>
/// <param name="Name">The name people read.</param>
/// <param name="Project"><c>team/name</c>.</param>
/// <param name="DeletedAt">Unix milliseconds.</param>
public sealed record TrashedRun(long Id, string Uid, string Name, string Project, long DeletedAt);
