namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Every combination once, the parameter written last varying fastest. Like W&amp;B it takes constant, categorical,
/// int_uniform and q_uniform parameters. A trial counts as tried whatever became of it; to run a failed one again,
/// leave it out of the trials.
/// </summary>
public static class GridSearch
{
    /// <summary>How many combinations the grid has, at most <see cref="long.MaxValue"/>.</summary>
    public static SweepOutcome<long> Count(SweepSpace space) =>
        Axes(space).Try(out var axes, out var problem) ? Total(axes) : problem;

    /// <summary>The first combination that no trial has; exhausted when all were tried.</summary>
    public static SweepOutcome<SweepProposal> Propose(SweepSpace space, IReadOnlyList<SweepTrial> trials)
    {
        if (!Axes(space).Try(out var axes, out var problem))
            return problem;
        var tried = new HashSet<long>();
        foreach (var trial in trials)
        {
            if (space.TryRead(trial.Values, out var coordinates) && Place(axes, coordinates) is { } place)
                tried.Add(place);
        }

        // At most one more step than there are trials, however large the grid.
        var total = Total(axes);
        for (long next = 0; next < total; next++)
        {
            if (!tried.Contains(next))
                return new SweepProposal(space.ToConfig(Coordinates(axes, next)));
        }

        return SweepProposal.End($"All {total} combinations of the grid were tried.");
    }

    private static SweepOutcome<GridAxis[]> Axes(SweepSpace space)
    {
        var axes = new GridAxis[space.Parameters.Count];
        for (var i = 0; i < axes.Length; i++)
        {
            if (!GridAxis.Of(space.Parameters[i]).Try(out var axis, out var problem))
                return problem;
            axes[i] = axis;
        }

        return axes;
    }

    private static long Total(GridAxis[] axes)
    {
        Int128 total = 1;
        foreach (var axis in axes)
            total = Int128.Min(total * axis.Count, long.MaxValue);
        return (long)total;
    }

    private static long? Place(GridAxis[] axes, double[] coordinates)
    {
        Int128 place = 0;
        for (var i = 0; i < axes.Length; i++)
        {
            var on = axes[i].Find(coordinates[i]);
            place = (place * axes[i].Count) + on;
            if (on < 0 || place > long.MaxValue)
                return null;
        }

        return (long)place;
    }

    private static double[] Coordinates(GridAxis[] axes, long place)
    {
        var coordinates = new double[axes.Length];
        for (var i = axes.Length - 1; i >= 0; i--)
        {
            coordinates[i] = axes[i].At(place % axes[i].Count);
            place /= axes[i].Count;
        }

        return coordinates;
    }
}
