using Cairn.Storage.Series.Codec;

namespace Cairn.Storage.Series.Read;

/// <summary>A chunk of a series without its values.</summary>
internal sealed class ChunkInfo(long id, Tally tally, byte[] mini, AxisInfo axis)
{
    private Mini? _mini;

    public long Id { get; } = id;

    public Tally Tally { get; } = tally;

    public AxisInfo Axis { get; } = axis;

    public int Count => (int)Tally.Count;

    public bool AllFinite => Tally.Finite == Tally.Count;

    public Mini Mini => _mini ??= Mini.Read(mini, Count);
}
