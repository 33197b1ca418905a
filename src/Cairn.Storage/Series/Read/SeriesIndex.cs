namespace Cairn.Storage.Series.Read;

/// <summary>The chunks of a series as of one version of its run, by first step.</summary>
internal sealed class SeriesIndex
{
    public SeriesIndex(long version, ChunkInfo[] chunks)
    {
        Version = version;
        Chunks = chunks;
        Array.Sort(chunks, static (a, b) => Position(a).CompareTo(Position(b)));
        Disjoint = true;
        for (var i = 1; i < chunks.Length && Disjoint; i++)
            Disjoint = chunks[i - 1].Tally.LastStep < chunks[i].Tally.FirstStep;
    }

    public static SeriesIndex None { get; } = new(0, []);

    public long Version { get; }

    public ChunkInfo[] Chunks { get; }

    /// <summary>No two chunks share a step.</summary>
    public bool Disjoint { get; }

    public long Bytes => 128 + (Chunks.Length * 1200L);

    private static SeriesPosition Position(ChunkInfo chunk) =>
        new(chunk.Tally.FirstStep, chunk.Tally.FirstTime, chunk.Tally.First);
}
