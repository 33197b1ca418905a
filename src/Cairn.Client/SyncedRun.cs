namespace Cairn.Client;

/// <summary>What became of one spooled run.</summary>
/// <param name="Folder">Its folder in the spool.</param>
/// <param name="Project">Its project, as <c>team/name</c>.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="Outcome">How far it came.</param>
/// <param name="Points">Numbers the server took.</param>
/// <param name="Records">Rich values the server took.</param>
/// <param name="ConsoleLines">Console lines the server took.</param>
/// <param name="Files">Files the server took.</param>
/// <param name="Refused">Parts the server refused for good; they stay in <c>rejected.ndjson</c> of the folder.</param>
/// <param name="DamagedBytes">Bytes at the end of a torn spool that could not be read.</param>
/// <param name="Url">Address of the run's page, once known.</param>
/// <param name="Problem">What went wrong, or empty.</param>
public sealed record SyncedRun(
    string Folder, string Project, string Uid, SyncOutcome Outcome, long Points, long Records, long ConsoleLines,
    long Files, long Refused, long DamagedBytes, string? Url, string Problem);
