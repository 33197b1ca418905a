namespace Cairn.Analysis.Classification;

/// <summary>Points of a curve in drawing order, with the threshold that each stands for; the arrays are of one length.</summary>
/// <param name="X">Across, 0 to 1, ascending.</param>
/// <param name="Y">Up, 0 to 1.</param>
/// <param name="Thresholds">Descending; the first may be infinite, where nothing counts as positive.</param>
public sealed record CurveLine(double[] X, double[] Y, double[] Thresholds)
{
    /// <summary>
    /// At most about <paramref name="most"/> points (at least 8) that draw the same picture: of each of equal parts of the
    /// x axis the first, the lowest, the highest and the last one.
    /// </summary>
    public CurveLine Thin(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 8);
        if (X.Length <= most)
            return this;
        var parts = most / 4;
        var kept = new SortedSet<int>();
        for (var i = 0; i < X.Length;)
        {
            var part = Part(X[i]);
            var (first, low, high) = (i, i, i);
            for (; i < X.Length && Part(X[i]) == part; i++)
            {
                if (Y[i] < Y[low])
                    low = i;
                if (Y[i] > Y[high])
                    high = i;
            }

            kept.UnionWith([first, low, high, i - 1]);
        }

        return new CurveLine(
            [.. kept.Select(i => X[i])], [.. kept.Select(i => Y[i])], [.. kept.Select(i => Thresholds[i])]);

        int Part(double x) => (int)Math.Min(parts - 1, x * parts);
    }
}
