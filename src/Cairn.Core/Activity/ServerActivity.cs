namespace Cairn.Core.Activity;

/// <summary>What goes on in the whole server.</summary>
/// <param name="Running">Runs that are running, the newest first.</param>
/// <param name="RunningTotal">How many are running altogether.</param>
/// <param name="Alerts">The newest alerts of runs outside the trash.</param>
/// <param name="Disk">What the data folder takes.</param>
public sealed record ServerActivity(
    IReadOnlyList<RunningRun> Running, long RunningTotal, IReadOnlyList<RaisedAlert> Alerts, DiskUse Disk);
