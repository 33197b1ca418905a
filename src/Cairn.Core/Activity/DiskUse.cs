namespace Cairn.Core.Activity;

/// <summary>What the data folder takes, in bytes.</summary>
/// <param name="Series">Points.</param>
/// <param name="Catalog">Runs and all that is named.</param>
/// <param name="Logs">Records, console lines, traces.</param>
/// <param name="Files">Contents of files, each counted once.</param>
/// <param name="Free">Left on that disk.</param>
public sealed record DiskUse(long Series, long Catalog, long Logs, long Files, long Free);
