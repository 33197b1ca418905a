namespace Cairn.Storage.Series.Read;

/// <summary>The parts of a series at one moment.</summary>
internal sealed class SeriesView(long run, byte[] key, long revision, SeriesIndex index, HeadPart[] heads)
{
    public long Run { get; } = run;

    public byte[] Key { get; } = key;

    /// <summary>That of the series when its parts were found.</summary>
    public long Revision { get; } = revision;

    public SeriesIndex Index { get; } = index;

    public HeadPart[] Heads { get; } = heads;

    /// <summary>No two parts share a step, so that the order of parts does not matter.</summary>
    public bool Disjoint()
    {
        if (!Index.Disjoint)
            return false;
        if (Heads.Length == 0)
            return true;
        var ranges = new List<(long First, long Last)>();
        foreach (var head in Heads)
            ranges.Add((head.Steps[0], head.Steps[head.Rows - 1]));
        ranges.Sort();
        for (var i = 1; i < ranges.Count; i++)
        {
            if (ranges[i].First <= ranges[i - 1].Last)
                return false;
        }

        foreach (var chunk in Index.Chunks)
        {
            if (chunk.Tally.LastStep >= ranges[0].First && chunk.Tally.FirstStep <= ranges[^1].Last)
                return false;
        }

        return true;
    }
}

/// <summary>Unfolded points of a series, in order.</summary>
internal readonly record struct HeadPart(long[] Steps, long[] Times, double[] Values, int Rows);
