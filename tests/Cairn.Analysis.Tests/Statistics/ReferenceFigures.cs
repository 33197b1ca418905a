using System.Text.Json;

namespace Cairn.Analysis.Tests.Statistics;

/// <summary>Figures of SciPy and statsmodels, made once by Reference/generate.py.</summary>
internal static class ReferenceFigures
{
    private static readonly JsonElement All =
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Statistics", "Reference", "statistics.json")));

    public static JsonElement Get(string name) => All.GetProperty(name);

    public static IEnumerable<JsonElement> Each(string name) => Get(name).EnumerateArray();

    public static double Number(this JsonElement json, string name) => json.GetProperty(name).GetDouble();

    public static int Whole(this JsonElement json, string name) => json.GetProperty(name).GetInt32();

    public static double[] Numbers(this JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(one => one.GetDouble())];

    /// <summary>Fails unless the two agree to that relative accuracy.</summary>
    public static void Near(double expected, double actual, double relative = 1e-9, string of = "") => Assert.True(
        Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-300) || Math.Abs(expected - actual) < 1e-15,
        $"{of}: expected {expected:R}, got {actual:R}");
}
