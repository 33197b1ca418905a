using Cairn.Analysis.Verdicts;

namespace Cairn.Analysis.Tests.Verdicts;

public sealed class JudgeTests
{
    [Theory]
    [InlineData(true, VerdictWord.Better)]
    [InlineData(false, VerdictWord.Worse)]
    public void A_clear_difference_of_groups_follows_the_direction(bool higherIsBetter, VerdictWord expected)
    {
        var finding = Judge.Compare(
            Runs(0.91, 0.912, 0.909, 0.911), Runs(0.9, 0.899, 0.901, 0.9), new Question { HigherIsBetter = higherIsBetter });
        Assert.Equal((expected, TestMethod.Welch), (finding.Word, finding.Method));
        Assert.Null(finding.RunsNeeded);
        Assert.NotNull(finding.PermutationPValue);
        Assert.True(finding.Interval!.Value.Low > 0);
    }

    [Fact]
    public void Three_runs_a_side_cannot_be_checked_by_permutation()
    {
        var finding = Judge.Compare(Runs(0.91, 0.912, 0.909), Runs(0.9, 0.899, 0.901), new Question());
        Assert.Equal(VerdictWord.Better, finding.Word);
        Assert.Null(finding.PermutationPValue); // 1 in 10 is the least that three against three can reach.
    }

    [Fact]
    public void Noise_is_unclear_and_says_how_many_runs_would_tell()
    {
        var finding = Judge.Compare(Runs(0.90, 0.92, 0.91), Runs(0.905, 0.895, 0.915), new Question());
        Assert.Equal(VerdictWord.Unclear, finding.Word);
        Assert.InRange(finding.RunsNeeded!.Value, 20, 100);
    }

    [Fact]
    public void Within_the_margin_is_equal_even_where_the_difference_is_real()
    {
        double[] one = [.. Enumerable.Range(0, 10).Select(i => 0.9 + (i % 2 * 0.0001))];
        double[] other = [.. one.Select(value => value + 0.0005)];
        Assert.Equal(VerdictWord.Worse, Judge.Compare(Runs(one), Runs(other), new Question()).Word);
        Assert.Equal(VerdictWord.Equal, Judge.Compare(Runs(one), Runs(other), new Question { Margin = 0.001 }).Word);
    }

    [Fact]
    public void One_run_without_known_examples_has_no_verdict()
    {
        var finding = Judge.Compare(Runs(0.9), Constant(0.1), new Question { ShareScale = 1 });
        Assert.Equal((VerdictWord.Unclear, TestMethod.None), (finding.Word, finding.Method));
        Assert.Null(finding.Interval);
    }

    [Fact]
    public void Known_examples_make_a_binomial_verdict_in_per_cent_too()
    {
        var question = new Question { ShareScale = 100 };
        var clear = Judge.Compare(Runs(90) with { Examples = 1000 }, Constant(87), question);
        Assert.Equal((VerdictWord.Better, TestMethod.Binomial), (clear.Word, clear.Method));
        Assert.Equal(3, clear.Difference, 9);
        Assert.InRange(clear.Interval!.Value.Low, 0.8, 1.3);
        var unclear = Judge.Compare(Runs(90) with { Examples = 1000 }, Constant(89), question);
        Assert.Equal(VerdictWord.Unclear, unclear.Word);
        Assert.InRange(unclear.ExamplesNeeded!.Value, 7000, 9000);
    }

    [Fact]
    public void A_constant_measured_on_few_examples_is_not_exact()
    {
        var question = new Question { ShareScale = 1 };
        var exact = Judge.Compare(Runs(0.85, 0.852, 0.849), Constant(0.835), question);
        var measured = Judge.Compare(Runs(0.85, 0.852, 0.849), Constant(0.835) with { Examples = 1000 }, question);
        Assert.Equal((VerdictWord.Better, VerdictWord.Unclear), (exact.Word, measured.Word));
    }

    [Fact]
    public void One_run_against_a_group_needs_to_leave_its_scatter()
    {
        var group = Runs(0.90, 0.91, 0.895, 0.905);
        Assert.Equal((VerdictWord.Unclear, TestMethod.Prediction), Pair(Judge.Compare(Runs(0.915), group, new Question())));
        Assert.Equal((VerdictWord.Better, TestMethod.Prediction), Pair(Judge.Compare(Runs(0.95), group, new Question())));
        Assert.Equal((VerdictWord.Worse, TestMethod.Prediction), Pair(Judge.Compare(group, Runs(0.95), new Question())));
    }

    [Fact]
    public void Runs_that_never_vary_have_no_spread_of_their_own()
    {
        var question = new Question { ShareScale = 1 };
        var still = Runs(0.91, 0.91, 0.91) with { Examples = 189 };
        Assert.Equal(TestMethod.None, Judge.Compare(Runs(0.95), Runs(0.91, 0.91), question).Method);
        Assert.Equal((VerdictWord.Unclear, TestMethod.TwoShares), Pair(Judge.Compare(Runs(0.95) with { Examples = 189 }, still, question)));
        Assert.Equal((VerdictWord.Better, TestMethod.Binomial), Pair(Judge.Compare(still, Constant(0.6), question)));
        Assert.Equal((VerdictWord.Better, TestMethod.Welch), Pair(Judge.Compare(Runs(0.95, 0.952, 0.949), still, question)));
    }

    [Fact]
    public void Pairing_sees_what_two_shares_do_not()
    {
        bool[] one = [.. Enumerable.Range(0, 2000).Select(i => i >= 200)];
        bool[] other = [.. Enumerable.Range(0, 2000).Select(i => i >= 220)];
        var question = new Question { ShareScale = 1 };
        Assert.Equal((VerdictWord.Better, TestMethod.McNemar), Pair(Judge.ComparePaired(one, other, false, question)));
        Assert.Equal((VerdictWord.Unclear, TestMethod.TwoShares), Pair(Judge.Compare(
            Runs(0.9) with { Examples = 2000 }, Runs(0.89) with { Examples = 2000 }, question)));
    }

    [Fact]
    public void Errors_count_the_other_way_round()
    {
        bool[] better = [.. Enumerable.Range(0, 2000).Select(i => i >= 200)];
        bool[] worse = [.. Enumerable.Range(0, 2000).Select(i => i >= 260)];
        var finding = Judge.ComparePaired(better, worse, countsErrors: true, new Question { ShareScale = 1, HigherIsBetter = false });
        Assert.Equal(VerdictWord.Better, finding.Word);
        Assert.Equal(-0.03, finding.Difference, 9);
    }

    [Fact]
    public void Looked_at_together_a_weak_difference_becomes_unclear()
    {
        var weak = Judge.Compare(Runs(0.91, 0.93, 0.92, 0.925, 0.915, 0.92, 0.92, 0.91), Runs(0.91, 0.915, 0.905, 0.92, 0.91, 0.912, 0.908, 0.913), new Question());
        var noise = Judge.Compare(Runs(0.90, 0.92, 0.91), Runs(0.905, 0.895, 0.915), new Question());
        Assert.Equal(VerdictWord.Better, weak.Word);
        var together = Judge.Together([weak, .. Enumerable.Repeat(noise, 20)], 0.95);
        Assert.Equal(VerdictWord.Unclear, together[0].Word);
        Assert.Equal(weak.PValue!.Value * 21, together[0].AdjustedPValue!.Value, 12);
    }

    [Theory]
    [InlineData("test/accuracy", "test", true, false)]
    [InlineData("val_acc", "val", true, false)]
    [InlineData("eval/error_rate", "eval", true, true)]
    [InlineData("test/balanced_accuracy", "test", false, false)]
    [InlineData("train/loss", "train", false, false)]
    [InlineData("accuracy", "", true, false)]
    public void The_name_of_a_metric_says_what_it_counts(string metric, string split, bool counts, bool errors)
    {
        var nature = MetricNature.Of(metric);
        Assert.Equal((split, counts, errors), (nature.Split, nature.Counts, nature.CountsErrors));
    }

    private static (VerdictWord, TestMethod) Pair(Finding finding) => (finding.Word, finding.Method);

    private static Evidence Runs(params double[] values) => new() { Values = values };

    private static Evidence Constant(double value) => new() { Values = [value], IsConstant = true };
}
