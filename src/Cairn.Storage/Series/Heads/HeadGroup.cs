namespace Cairn.Storage.Series.Heads;

/// <summary>The unfolded rows of a run that have the same keys, in as few ordered segments as their order allows.</summary>
internal sealed class HeadGroup(byte[] keyList, SeriesState[] series)
{
    private const int MostSegments = 16;

    public byte[] KeyList { get; } = keyList;

    public SeriesState[] Series { get; } = series;

    /// <summary>Takes new rows.</summary>
    public List<Segment> Active { get; private set; } = [];

    /// <summary>Being folded: read, but never changed.</summary>
    public List<Segment> Frozen { get; private set; } = [];

    public int ActiveRows
    {
        get
        {
            var rows = 0;
            foreach (var segment in Active)
                rows += segment.Rows;
            return rows;
        }
    }

    /// <summary>The segment for rows that begin here.</summary>
    public Segment Open(long step, long time, double value, int rows)
    {
        for (var i = Active.Count - 1; i >= 0; i--)
        {
            if (Active[i].Accepts(step, time, value))
                return Active[i];
        }

        if (Active.Count >= MostSegments)
        {
            var rowSets = Active.ConvertAll(segment => new RowSet(Series, segment));
            var merged = RowSet.Merge(Series, rowSets);
            Active = [new Segment(merged.Steps, merged.Times, merged.Columns, merged.Rows)];
        }

        var opened = new Segment(Series.Length, Math.Max(16, rows));
        Active.Add(opened);
        return opened;
    }

    public void Freeze()
    {
        Frozen.AddRange(Active);
        Active = [];
    }

    public void Drop() => Frozen = [];

    /// <summary>Takes back what was being folded.</summary>
    public void Thaw()
    {
        Frozen.AddRange(Active);
        (Active, Frozen) = (Frozen, []);
    }
}
