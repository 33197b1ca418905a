using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class HyperbandRuleTests
{
    [Theory]
    [InlineData("""{"type": "hyperband", "min_iter": 3}""", new long[] { 3, 9, 27, 81 })]
    [InlineData("""{"type": "hyperband", "max_iter": 27, "s": 2}""", new long[] { 3, 9 })]
    [InlineData("""{"type": "hyperband", "max_iter": 81, "s": 4, "eta": 3}""", new long[] { 1, 3, 9, 27 })]
    [InlineData("""{"type": "hyperband", "max_iter": 5, "s": 2, "eta": 2}""", new long[] { 1, 2 })]
    [InlineData("""{"type": "hyperband", "max_iter": 9, "s": 50}""", new long[] { 1, 3 })]
    public void Brackets_are_those_of_the_documentation(string block, long[] brackets) =>
        Assert.Equal(brackets, Rule(block).Brackets.Take(brackets.Length == 4 ? 4 : int.MaxValue));

    [Theory]
    [InlineData("""{"min_iter": 3}""", "type")]
    [InlineData("""{"type": "median", "min_iter": 3}""", "type")]
    [InlineData("""{"type": "hyperband"}""", "min_iter")]
    [InlineData("""{"type": "hyperband", "min_iter": 0}""", "min_iter")]
    [InlineData("""{"type": "hyperband", "max_iter": 9}""", "s")]
    [InlineData("""{"type": "hyperband", "max_iter": 2, "s": 3}""", "max_iter")]
    [InlineData("""{"type": "hyperband", "min_iter": 3, "eta": 1}""", "eta")]
    [InlineData("""{"type": "hyperband", "min_iter": 3, "strict": "yes"}""", "strict")]
    public void A_problem_names_its_setting(string block, string setting)
    {
        Assert.False(HyperbandRule.Parse(Configs.Json(block)).Try(out _, out var problem));
        Assert.Equal($"early_terminate.{setting}", problem.Parameter);
    }

    [Fact]
    public void One_halving_round_keeps_the_better_half_of_those_at_the_bracket()
    {
        var rule = Rule("""{"type": "hyperband", "max_iter": 5, "s": 2, "eta": 2}""");
        SweepTrial[] trials =
        [
            Trial(SweepTrialState.Finished, 10, 9), Trial(SweepTrialState.Running, 10, 10),
            Trial(SweepTrialState.Running, 10, 8, 8), Trial(SweepTrialState.Running, 10, 7, 7),
            Trial(SweepTrialState.Finished, 10, 6, 6), Trial(SweepTrialState.Running, 99),
        ];
        // At 1: 6 7 [8] 9 10 stops the second; at 2: 6 [7] 8 stops the third; the last has reached no bracket.
        Assert.Equal([1, 2], rule.ToStop(trials, SweepGoal.Minimize));
        var mirrored = trials.Select(t => t with { History = [.. t.History!.Select(v => -v)] }).ToArray();
        Assert.Equal([1, 2], rule.ToStop(mirrored, SweepGoal.Maximize));
    }

    [Fact]
    public void Strict_judges_the_value_at_the_bracket_and_lenient_the_best_so_far()
    {
        SweepTrial[] trials =
        [
            Trial(SweepTrialState.Running, 1, 5, 5), Trial(SweepTrialState.Finished, 9, 3, 3),
            Trial(SweepTrialState.Finished, 9, 2, 2), Trial(SweepTrialState.Finished, 9, 4, 4),
        ];
        const string Block = """{"type": "hyperband", "min_iter": 1, "eta": 4""";
        Assert.Empty(Rule(Block + "}").ToStop(trials, SweepGoal.Minimize));
        Assert.Equal([0], Rule(Block + ", \"strict\": true}").ToStop(trials, SweepGoal.Minimize));
    }

    [Fact]
    public void A_full_bracket_of_nine_leaves_about_a_third_at_each_rung()
    {
        // Li et al. (2018), table 1: n = 81, 27, 9, 3, 1 at r = 1, 3, 9, 27, 81 for eta = 3; here from 9 on.
        var rule = Rule("""{"type": "hyperband", "max_iter": 27, "s": 2, "strict": true}""");
        var trials = Enumerable.Range(0, 9).Select(i => Trial(SweepTrialState.Running, [9, 9, 9, i])).ToArray();
        // The trial ranked floor(9 / 3) is the threshold and stays with the three before it.
        Assert.Equal([4, 5, 6, 7, 8], rule.ToStop(trials, SweepGoal.Minimize));
    }

    [Fact]
    public void A_trial_that_became_NaN_is_stopped_and_lone_trials_are_not()
    {
        var rule = Rule("""{"type": "hyperband", "min_iter": 1}""");
        Assert.Equal([1], rule.ToStop(
            [Trial(SweepTrialState.Finished, 2, 1), Trial(SweepTrialState.Running, double.NaN, double.NaN)],
            SweepGoal.Minimize));
        Assert.Empty(rule.ToStop([Trial(SweepTrialState.Running, 5, 5)], SweepGoal.Minimize));
        Assert.Empty(rule.ToStop([], SweepGoal.Minimize));
    }

    private static HyperbandRule Rule(string block)
    {
        Assert.True(HyperbandRule.Parse(Configs.Json(block)).Try(out var rule, out var problem), problem?.ToString());
        return rule;
    }

    private static SweepTrial Trial(SweepTrialState state, params double[] history) =>
        new(default, state, History: history);
}
