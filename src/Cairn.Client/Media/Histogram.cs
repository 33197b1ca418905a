using System.Text.Json.Nodes;

namespace Cairn.Client.Media;

/// <summary>Counts values into equal parts of their range.</summary>
internal static class Histogram
{
    /// <summary>n + 1 edges and n counts of the finite values; one value alone stands in the middle of a unit range.</summary>
    public static (double[] Edges, double[] Counts) Count(ReadOnlySpan<double> values, int bins)
    {
        var (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                continue;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }

        if (min > max)
            (min, max) = (0, 1);
        else if (min == max)
            (min, max) = Around(min);

        var edges = new double[bins + 1];
        for (var i = 0; i <= bins; i++)
            edges[i] = min + (max / bins - min / bins) * i;
        edges[bins] = max;
        var counts = new double[bins];
        var scale = bins / (max - min);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                counts[Math.Clamp((int)((value - min) * scale), 0, bins - 1)]++;
        }

        return (edges, counts);
    }

    public static JsonObject ToJson(double[] edges, double[] counts) => new()
    {
        ["edges"] = new JsonArray([.. edges.Select(edge => (JsonNode)edge)]),
        ["counts"] = new JsonArray([.. counts.Select(count => (JsonNode)count)]),
    };

    private static (double Min, double Max) Around(double value)
    {
        // Half a unit vanishes beside a huge value; then the range grows with it.
        var half = Math.Max(0.5, Math.Abs(value) * 1e-6);
        return (value - half, value + half);
    }
}
