using System.ComponentModel.DataAnnotations;
using Cairn.Core.Activity;

namespace Cairn.Protocols.Native.Wire;

internal sealed record RunningRunWire(
    long Id, string Uid, string Name, string Project, long StartedAt, string? Key, double? Last, long? LastStep);

internal sealed record RaisedAlertWire(
    string Uid, string Name, string Project, string Title, string Text,
    [property: AllowedValues("info", "warn", "error")] string Level, long Time);

internal sealed record DiskUseWire(long Series, long Catalog, long Logs, long Files, long Free);

internal sealed record ActivityWire(
    IReadOnlyList<RunningRunWire> Running, long RunningTotal, IReadOnlyList<RaisedAlertWire> Alerts, DiskUseWire Disk)
{
    public static ActivityWire From(ServerActivity activity) => new(
        [.. activity.Running.Select(run => new RunningRunWire(run.Id, run.Uid, run.Name, run.Project, run.StartedAt, run.Key, run.Last, run.LastStep))],
        activity.RunningTotal,
        [.. activity.Alerts.Select(one => new RaisedAlertWire(one.Uid, one.Name, one.Project, one.Title, one.Text, one.Level, one.Time))],
        new DiskUseWire(activity.Disk.Series, activity.Disk.Catalog, activity.Disk.Logs, activity.Disk.Files, activity.Disk.Free));
}
