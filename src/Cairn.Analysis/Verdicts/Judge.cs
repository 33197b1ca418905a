using Cairn.Analysis.Statistics;

namespace Cairn.Analysis.Verdicts;

/// <summary>Picks the test that fits the evidence, and puts what it finds into one of four words.</summary>
public static class Judge
{
    /// <summary>Below so many runs a side, a permutation test checks what Welch's test says.</summary>
    public const int FewRuns = 8;

    private const string Normal = "values of runs scatter about normally";

    private static readonly string[] PairedAssumptions =
    [
        "the test examples are a random sample of those that matter",
        "only the examples vary: another seed could give other predictions",
    ];

    /// <summary>Judges a subject against a reference; all values must be finite, and each side must have one.</summary>
    public static Finding Compare(Evidence subject, Evidence reference, Question question)
    {
        var one = Sample.Of([.. subject.Values]);
        var other = Sample.Of([.. reference.Values]);
        // Runs that never vary say nothing of a spread, however many there are: an interval without width would be a lie.
        if ((one.Count == 1 || one.Variance == 0) && (other.Count == 1 || other.Variance == 0))
            return Numbers(one.Mean, subject.Examples, other.Mean, reference, question);
        return (one.Count, other.Count) switch
        {
            ( >= 2, >= 2) => Groups(subject, reference, question),
            ( >= 2, _) when reference.IsConstant => GroupAndConstant(one, reference, question),
            ( >= 2, _) => Reversed(MeanTests.SingleAgainst(other.Mean, one), one, question),
            _ => Single(MeanTests.SingleAgainst(one.Mean, other), other, question),
        };
    }

    /// <summary>Judges two runs that were right or wrong on the same examples.</summary>
    public static Finding ComparePaired(IReadOnlyList<bool> subject, IReadOnlyList<bool> reference, bool countsErrors, Question question)
    {
        if (subject.Count != reference.Count || subject.Count == 0)
            throw new ArgumentException("Pairs need as many values on both sides.", nameof(reference));
        int onlySubject = 0, onlyReference = 0;
        for (var i = 0; i < subject.Count; i++)
        {
            onlySubject += subject[i] && !reference[i] ? 1 : 0;
            onlyReference += reference[i] && !subject[i] ? 1 : 0;
        }

        var scale = question.ShareScale ?? 1;
        var test = countsErrors
            ? PairedTests.McNemar(onlyReference, onlySubject, subject.Count)
            : PairedTests.McNemar(onlySubject, onlyReference, subject.Count);
        var spread = (double)(onlySubject + onlyReference) / subject.Count;
        var finding = Decide(Scaled(test, scale), TestMethod.McNemar, question, PairedAssumptions);
        return finding.Word != VerdictWord.Unclear ? finding : finding with
        {
            ExamplesNeeded = Needed(spread - (test.Difference * test.Difference), test.Difference, question),
        };
    }

    /// <summary>Judges two runs by an error or score on each of the same examples.</summary>
    public static Finding ComparePaired(IReadOnlyList<double> subject, IReadOnlyList<double> reference, Question question)
    {
        if (subject.Count != reference.Count || subject.Count < 2)
            throw new ArgumentException("Pairs need at least two values, as many on both sides.", nameof(reference));
        var differences = new double[subject.Count];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = subject[i] - reference[i];
        var test = PairedTests.Bootstrap(differences);
        var finding = Decide(test, TestMethod.PairedBootstrap, question, PairedAssumptions);
        return finding.Word == VerdictWord.Unclear
            ? finding with { ExamplesNeeded = Needed(Sample.Of(differences).Variance, test.Difference, question) }
            : finding;
    }

    /// <summary>
    /// Corrects findings that are looked at together (Holm 1979): what was better or worse alone stays so only where it
    /// holds among all of them.
    /// </summary>
    /// <param name="findings">What is looked at.</param>
    /// <param name="confidence">0 to 1.</param>
    /// <param name="family">How many comparisons there are, where these are only some of them.</param>
    public static IReadOnlyList<Finding> Together(IReadOnlyList<Finding> findings, double confidence, int family = 0)
    {
        var tested = findings.Where(finding => finding.PValue is not null).ToList();
        if (tested.Count == 0 || Math.Max(tested.Count, family) < 2)
            return findings;
        var adjusted = Holm.Adjust([.. tested.Select(finding => finding.PValue!.Value)], family);
        var next = 0;
        return [.. findings.Select(finding =>
        {
            if (finding.PValue is null)
                return finding;
            var p = adjusted[next++];
            return finding with
            {
                AdjustedPValue = p,
                Word = finding.Word is VerdictWord.Better or VerdictWord.Worse && p > 1 - confidence ? VerdictWord.Unclear : finding.Word,
            };
        })];
    }

    private static Finding Groups(Evidence subject, Evidence reference, Question question)
    {
        double[] first = [.. subject.Values], second = [.. reference.Values];
        var (one, other) = (Sample.Of(first), Sample.Of(second));
        var test = MeanTests.Welch(one, other);
        double? check = null;
        if (Math.Min(first.Length, second.Length) < FewRuns
            && PermutationTest.Smallest(first.Length, second.Length) <= 1 - question.Confidence)
        {
            check = PermutationTest.PValue(first, second);
        }

        var finding = Decide(test, TestMethod.Welch, question,
            [Normal, "the runs differ only in what chance decides, such as the seed", "all were measured on the same test examples: how other examples would do is not covered"],
            check);
        return finding.Word != VerdictWord.Unclear ? finding : finding with
        {
            RunsNeeded = test.Difference == 0
                ? null
                : Power.RunsPerSide(test.Difference, one.Deviation, other.Deviation, 1 - question.Confidence, question.Power),
        };
    }

    private static Finding GroupAndConstant(Sample group, Evidence constant, Question question)
    {
        var number = constant.Values[0];
        double variance = 0;
        List<string> assumptions = [Normal, "how other test examples would do is not covered"];
        if (constant.Examples is { } examples && question.ShareScale is { } scale && number >= 0 && number <= scale)
        {
            variance = number * (scale - number) / examples;
            assumptions.Add($"the landmark was measured on {examples} examples, whose chance is counted in");
        }

        var test = MeanTests.AgainstConstant(group, number, variance);
        var finding = Decide(test, TestMethod.OneSample, question, assumptions);
        return finding.Word != VerdictWord.Unclear || test.Difference == 0 ? finding : finding with
        {
            RunsNeeded = variance == 0
                ? Power.RunsAgainstConstant(test.Difference, group.Deviation, 1 - question.Confidence, question.Power)
                : null,
        };
    }

    private static Finding Single(Comparison test, Sample group, Question question)
    {
        var finding = Decide(test, TestMethod.Prediction, question,
            [Normal, "the single run would scatter as much as the group does"]);
        return finding.Word != VerdictWord.Unclear || test.Difference == 0 ? finding : finding with
        {
            RunsNeeded = Power.RunsPerSide(test.Difference, group.Deviation, group.Deviation, 1 - question.Confidence, question.Power),
        };
    }

    private static Finding Reversed(Comparison test, Sample group, Question question) => Single(
        new Comparison(-test.Difference, test.PValue, confidence =>
        {
            var interval = test.At(confidence);
            return new Interval(-interval.High, -interval.Low);
        }),
        group,
        question);

    private static Finding Numbers(double value, int? examples, double number, Evidence reference, Question question)
    {
        if (question.ShareScale is { } scale && examples is { } n and > 0
            && value >= 0 && value <= scale && number >= 0 && number <= scale)
        {
            const string Sampled = "the test examples are a random sample of those that matter";
            const string OneSeed = "one run: another seed could give another number";
            var (share, other) = (value / scale, number / scale);
            if (reference.Examples is { } m and > 0)
            {
                var both = Decide(Scaled(Proportions.Independent(share, n, other, m), scale), TestMethod.TwoShares, question,
                    [Sampled, OneSeed, "the two are compared as if on different examples; logged predictions would pair them and tell finer differences apart"]);
                return both.Word != VerdictWord.Unclear ? both : both with
                {
                    ExamplesNeeded = Needed((share * (1 - share)) + (other * (1 - other)), share - other, question),
                };
            }

            if (reference.IsConstant)
            {
                var against = Decide(Scaled(Proportions.AgainstConstant(share, n, other), scale), TestMethod.Binomial, question,
                    [Sampled, OneSeed, "the landmark's number is exact"]);
                return against.Word != VerdictWord.Unclear ? against : against with
                {
                    ExamplesNeeded = Needed(other * (1 - other), share - other, question),
                };
            }
        }

        return new Finding { Word = VerdictWord.Unclear, Method = TestMethod.None, Difference = value - number };
    }

    private static Finding Decide(
        Comparison test, TestMethod method, Question question, IReadOnlyList<string> assumptions, double? check = null)
    {
        var alpha = 1 - question.Confidence;
        var interval = test.At(question.Confidence);
        var shows = test.PValue <= alpha && !interval.Contains(0) && (check is null || check <= alpha);
        var word = question.Margin is { } margin && test.IsWithin(margin, alpha) ? VerdictWord.Equal
            : !shows ? VerdictWord.Unclear
            : test.Difference > 0 == question.HigherIsBetter ? VerdictWord.Better
            : VerdictWord.Worse;
        return new Finding
        {
            Word = word,
            Method = method,
            Difference = test.Difference,
            Interval = interval,
            PValue = test.PValue,
            PermutationPValue = check,
            Assumptions = assumptions,
        };
    }

    private static Comparison Scaled(Comparison test, double scale) => scale == 1 ? test : new Comparison(
        test.Difference * scale, test.PValue, confidence =>
        {
            var interval = test.At(confidence);
            return new Interval(interval.Low * scale, interval.High * scale);
        });

    /// <summary>Examples for the usual large-sample power, from the variance of one example.</summary>
    private static int? Needed(double variance, double difference, Question question)
    {
        var reach = Probability.NormalQuantile(1 - ((1 - question.Confidence) / 2)) + Probability.NormalQuantile(question.Power);
        var needed = variance * reach * reach / (difference * difference);
        return needed is > 0 and < 1e9 ? (int)Math.Ceiling(needed) : null;
    }
}
