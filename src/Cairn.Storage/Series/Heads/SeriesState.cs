namespace Cairn.Storage.Series.Heads;

/// <summary>A series of a loaded run: its summary, folded or not, and where its unfolded points are.</summary>
internal sealed class SeriesState(SeriesKey key)
{
    public SeriesKey Key { get; } = key;

    /// <summary>Number in the database; 0 until first folded.</summary>
    public long Id { get; set; }

    /// <summary>Over all distinct points, folded and not.</summary>
    public Tally Tally;

    /// <summary>Changes with every change of its points, and is never that of another state of a series.</summary>
    public long Revision { get; set; }

    /// <summary>Whether the database's summary is behind.</summary>
    public bool Changed { get; set; }

    /// <summary>Groups that have this series as a column.</summary>
    public List<(HeadGroup Group, int Column)> Places { get; } = new(1);
}
