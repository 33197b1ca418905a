namespace Cairn.Core.Runs.Querying;

/// <summary>All rows of the index at one moment: what a query reads from beginning to end, whatever is written meanwhile.</summary>
internal sealed class RunTable(RunChunk[] chunks, long version)
{
    public static RunTable Empty { get; } = new([], 0);

    public ReadOnlySpan<RunChunk> Chunks => chunks;

    public long Version => version;

    public RunChunk Chunk(int index) => chunks[index];

    public RunRecord? this[int row] =>
        row >> RunChunk.Bits < chunks.Length ? chunks[row >> RunChunk.Bits][row & (RunChunk.Size - 1)] : null;
}
