using Cairn.Core.Trash;

namespace Cairn.Protocols.Native.Wire;

internal sealed record TrashSpaceWire(
    long Files, long FileBytes, long Points, long PointBytes, long Records, long ConsoleLines, long TextBytes)
{
    public static TrashSpaceWire From(TrashSpace space) => new(
        space.Files, space.FileBytes, space.Points, space.PointBytes, space.Records, space.ConsoleLines, space.TextBytes);
}

internal sealed record TrashedRunWire(long Id, string Uid, string Name, string Project, long DeletedAt);

internal sealed record TrashedProjectWire(long Id, string Path, long DeletedAt);

internal sealed record TrashWire(
    IReadOnlyList<TrashedProjectWire> Projects, IReadOnlyList<TrashedRunWire> Runs, long RunTotal, TrashSpaceWire Space);

internal sealed record TrashEmptyWire(IReadOnlyList<long>? Runs);

internal sealed record TrashEmptiedWire(long Runs, long Projects, TrashSpaceWire Freed);
