using System.Globalization;
using Cairn.Analysis.Verdicts;

namespace Cairn.Core.Verdicts;

/// <summary>Verdicts in words, for people who are no statisticians.</summary>
public static class VerdictWords
{
    /// <summary>Such as <c>better than kNN by 1.2 points (95 % interval 0.7 to 1.6; Welch's t test, 5 runs against 3)</c>.</summary>
    public static string Say(Verdict verdict)
    {
        var (finding, name) = (verdict.Finding, verdict.Against.Landmark.Name);
        var size = Amount(verdict, Math.Abs(finding.Difference));
        return finding.Word switch
        {
            VerdictWord.Itself => $"is the landmark {name} itself",
            VerdictWord.Better => $"better than {name} by {size} ({Grounds(verdict)})",
            VerdictWord.Worse => $"worse than {name} by {size} ({Grounds(verdict)})",
            VerdictWord.Equal => $"as good as {name} within the margin ({Grounds(verdict)})",
            _ when finding.Method == TestMethod.None =>
                $"can't tell from {name}: {Signed(verdict, finding.Difference)}, but {NoSpread(verdict)}",
            _ => $"can't tell from {name}: {Signed(verdict, finding.Difference)} ({Grounds(verdict)}){More(finding)}",
        };
    }

    /// <summary>The test's name, for people.</summary>
    internal static string NameOf(TestMethod method) => method switch
    {
        TestMethod.Welch => "Welch's t test",
        TestMethod.OneSample => "one-sample t test",
        TestMethod.Prediction => "t prediction interval",
        TestMethod.McNemar => "McNemar's exact test",
        TestMethod.PairedBootstrap => "paired bootstrap",
        TestMethod.Binomial => "exact binomial test",
        TestMethod.TwoShares => "test of two shares",
        _ => "none",
    };

    private static string Grounds(Verdict verdict)
    {
        var finding = verdict.Finding;
        var interval = finding.Interval!.Value;
        var confidence = (100 * verdict.Confidence).ToString("0.##", CultureInfo.InvariantCulture);
        var runs = (verdict.Subject.Count, verdict.Against.Count) switch
        {
            (var one, 0) => one == 1 ? $"{Examples(verdict)}" : $"{one} runs",
            (1, 1) => Examples(verdict),
            var (one, other) => $"{Runs(one)} against {Runs(other)}",
        };
        return $"{confidence} % interval {Number(verdict, interval.Low)} to {Number(verdict, interval.High)}; " +
            $"{NameOf(finding.Method)}, {runs}{(finding.AdjustedPValue is null ? "" : $", corrected for {verdict.Comparisons} comparisons")}";
    }

    private static string More(Finding finding) => (finding.RunsNeeded, finding.ExamplesNeeded) switch
    {
        ({ } runs, _) => $"; {runs} runs a side would tell a difference of this size",
        (_, { } examples) => $"; {examples.ToString("N0", CultureInfo.InvariantCulture)} test examples would tell a difference of this size",
        _ => "",
    };

    private static string NoSpread(Verdict verdict) => verdict.Subject.Count == 1 && verdict.Against.Count <= 1
        ? "one run: no spread known. " + (verdict.ShareScale is null
            ? "Run it with three seeds or more."
            : "Log the number of test examples, or run it with three seeds or more.")
        : "runs that never vary: no spread known.";

    private static string Examples(Verdict verdict) => verdict.Examples is { } examples
        ? $"1 run on {examples.ToString("N0", CultureInfo.InvariantCulture)} examples"
        : "1 run";

    private static string Runs(int count) => count == 1 ? "1 run" : $"{count} runs";

    private static string Amount(Verdict verdict, double difference) =>
        Number(verdict, difference) + (verdict.ShareScale is null ? "" : " points");

    private static string Signed(Verdict verdict, double difference) =>
        (difference > 0 ? "+" : "") + Amount(verdict, difference);

    // Shares are told in percentage points.
    private static string Number(Verdict verdict, double value)
    {
        var points = verdict.ShareScale is { } scale ? 100 * value / scale : value;
        var text = points.ToString(verdict.ShareScale is null ? "G3" : Math.Abs(points) < 0.1 ? "0.###" : "0.0#", CultureInfo.InvariantCulture);
        return text is "-0" ? "0" : text;
    }
}
