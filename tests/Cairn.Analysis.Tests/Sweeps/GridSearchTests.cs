using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class GridSearchTests
{
    private const string Mixed = """
        {"a": {"values": ["x", "y", "x"]}, "n": {"min": 1, "max": 3},
         "in": {"parameters": {"q": {"distribution": "q_uniform", "min": 0.1, "max": 0.4, "q": 0.1}}}, "c": {"value": 9}}
        """;

    [Fact]
    public void Every_combination_comes_once_and_then_it_is_exhausted()
    {
        var space = Configs.Space(Mixed);
        var trials = Exhaust(space);
        Assert.Equal(2 * 3 * 3, trials.Count);
        Assert.Equal(trials.Count, GridSearch.Count(space).Value);
        Assert.Equal(trials.Count, trials.Select(t => t.Values.GetRawText()).Distinct().Count());
        Assert.Equal(
            """{"a":{"value":"x"},"n":{"value":1},"in":{"value":{"q":0.1}},"c":{"value":9}}""",
            trials[0].Values.GetRawText());
        Assert.Contains("\"q\":0.3", trials[2].Values.GetRawText());
    }

    [Fact]
    public void A_gap_is_filled_first_whatever_became_of_the_others()
    {
        var space = Configs.Space(Mixed);
        var trials = Exhaust(space);
        var missing = trials[7];
        trials.RemoveAt(7);
        for (var i = 0; i < trials.Count; i += 2)
            trials[i] = trials[i] with { State = SweepTrialState.Failed };
        trials.Reverse();
        Assert.Equal(missing.Values.GetRawText(), GridSearch.Propose(space, trials).Value!.Values!.Value.GetRawText());
    }

    [Theory]
    [InlineData("""{"min": 0.0, "max": 1.0}""")]
    [InlineData("""{"distribution": "normal"}""")]
    [InlineData("""{"values": [1, 2], "probabilities": [0.5, 0.5]}""")]
    public void What_can_not_be_enumerated_is_refused_by_name(string block)
    {
        var space = Configs.Space($"{{\"lr\": {block}}}");
        Assert.False(GridSearch.Propose(space, []).Try(out _, out var problem));
        Assert.Equal("parameters.lr", problem.Parameter);
    }

    [Fact]
    public void A_grid_too_large_to_list_still_answers()
    {
        var space = Configs.Space("""
            {"a": {"min": 0, "max": 9007199254740991}, "b": {"min": 0, "max": 9007199254740991}, "c": {"values": [1, 2]}}
            """);
        Assert.Equal(long.MaxValue, GridSearch.Count(space).Value);
        var first = GridSearch.Propose(space, []).Value!.Values!.Value;
        Assert.Equal("""{"a":{"value":0},"b":{"value":0},"c":{"value":2}}""",
            GridSearch.Propose(space, [Configs.Done(first, 1)]).Value!.Values!.Value.GetRawText());
    }

    private static List<SweepTrial> Exhaust(SweepSpace space)
    {
        var trials = new List<SweepTrial>();
        while (trials.Count < 100 && GridSearch.Propose(space, trials).Value is { Exhausted: false } next)
            trials.Add(Configs.Done(next.Values!.Value, trials.Count));
        return trials;
    }
}
