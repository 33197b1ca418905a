namespace Cairn.Analysis.Baselines;

/// <summary>
/// Features cut into at most 256 bins, as trees on histograms need them: between every two values where there are few,
/// else at quantiles. A missing value counts as smaller than all.
/// </summary>
internal sealed class FeatureBins
{
    private const int Most = 256;
    private const int Sampled = 50_000;

    private readonly float[][] _cuts;

    private FeatureBins(float[][] cuts) => _cuts = cuts;

    public int Features => _cuts.Length;

    /// <summary>How many bins a feature has.</summary>
    public int Count(int feature) => _cuts[feature].Length + 1;

    /// <summary>What lies up to a cut goes left: the value between bin <paramref name="bin"/> and the next.</summary>
    public float Cut(int feature, int bin) => _cuts[feature][bin];

    public static FeatureBins Of(LabelledData data)
    {
        var cuts = new float[data.Width][];
        Parallel.For(0, data.Width, feature =>
        {
            var step = Math.Max(1, data.Count / Sampled);
            var values = new List<float>(data.Count / step + 1);
            for (var i = 0; i < data.Count; i += step)
            {
                var value = data.Values[(i * data.Width) + feature];
                values.Add(float.IsNaN(value) ? float.NegativeInfinity : value);
            }

            values.Sort();
            cuts[feature] = Cuts(values);
        });
        return new FeatureBins(cuts);
    }

    /// <summary>The bins of all examples, [feature][example].</summary>
    public byte[][] Codes(LabelledData data)
    {
        var codes = new byte[Features][];
        Parallel.For(0, Features, feature =>
        {
            var column = new byte[data.Count];
            var cuts = _cuts[feature];
            for (var i = 0; i < column.Length; i++)
                column[i] = (byte)Bin(cuts, data.Values[(i * data.Width) + feature]);
            codes[feature] = column;
        });
        return codes;
    }

    private static int Bin(float[] cuts, float value)
    {
        if (float.IsNaN(value))
            return 0;
        var (low, high) = (0, cuts.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value <= cuts[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    private static float[] Cuts(List<float> sorted)
    {
        var distinct = new List<float>();
        foreach (var value in sorted)
        {
            if (distinct.Count == 0 || value != distinct[^1])
                distinct.Add(value);
        }

        if (distinct.Count <= Most)
            return [.. distinct.Zip(distinct.Skip(1), Between)];
        var cuts = new List<float>();
        for (var i = 1; i < Most; i++)
        {
            var place = (int)((long)i * sorted.Count / Most);
            if (place == 0 || sorted[place - 1] == sorted[place])
                continue;
            cuts.Add(Between(sorted[place - 1], sorted[place]));
        }

        return [.. cuts.Distinct().Order()];
    }

    private static float Between(float low, float high) =>
        float.IsNegativeInfinity(low) ? float.MinValue : (float)(((double)low + high) / 2) is var middle && middle < high ? middle : low;
}
