using System.Text.Json;
using Cairn.Analysis.Sweeps;

namespace Cairn.Analysis.Tests.Sweeps;

public sealed class BayesSearchTests
{
    private static readonly SweepMetric Loss = new("loss");
    private static readonly SweepSpace Branin = Configs.Space(
        """{"x": {"min": -5.0, "max": 10.0}, "y": {"min": 0.0, "max": 15.0}}""");

    [Fact]
    public void Branin_is_searched_better_than_at_random_on_the_mean_of_five_seeds()
    {
        double[] bayes = [.. Enumerable.Range(0, 5).Select(s => Best(SweepMethod.Bayes, (ulong)s))];
        double[] random = [.. Enumerable.Range(0, 5).Select(s => Best(SweepMethod.Random, (ulong)s))];
        Assert.True(bayes.Average() < random.Average(), $"{bayes.Average()} against {random.Average()}");
        Assert.InRange(bayes.Average(), 0.3978, 0.6);
    }

    [Fact]
    public void The_same_seed_proposes_the_same_and_another_seed_another()
    {
        foreach (var count in new[] { 0, 3, 12 })
        {
            var trials = Tried(Branin, count, 1, BraninOf);
            Assert.Equal(Propose(Branin, trials, 1).GetRawText(), Propose(Branin, trials, 1).GetRawText());
            Assert.NotEqual(Propose(Branin, trials, 1).GetRawText(), Propose(Branin, trials, 2).GetRawText());
            Assert.Equal(Random(trials, 1), Random(trials, 1));
            Assert.NotEqual(Random(trials, 1), Random(trials, 2));
        }
    }

    [Fact]
    public void Agents_at_work_at_once_get_trials_apart_from_each_other()
    {
        var trials = Tried(Branin, 15, 1, BraninOf);
        var pending = new List<double[]>();
        for (var agent = 0; agent < 4; agent++)
        {
            var values = Propose(Branin, trials, 1);
            Assert.True(Branin.TryRead(values, out var coordinates));
            var place = Branin.Position(coordinates);
            Assert.All(pending, other => Assert.True(
                Math.Max(Math.Abs(other[0] - place[0]), Math.Abs(other[1] - place[1])) > 0.01));
            pending.Add(place);
            trials.Add(new SweepTrial(values, SweepTrialState.Running));
        }
    }

    [Fact]
    public void Maximising_the_negative_proposes_what_minimising_does()
    {
        var trials = Tried(Branin, 12, 1, BraninOf);
        var negated = trials.Select(t => t with { Metric = -t.Metric }).ToList();
        var minimised = BayesSearch.Propose(Branin, trials, Loss, 1).Values!.Value;
        var maximised = BayesSearch.Propose(Branin, negated, Loss with { Goal = SweepGoal.Maximize }, 1).Values!.Value;
        Assert.Equal(minimised.GetRawText(), maximised.GetRawText());
    }

    [Fact]
    public void Where_trials_fail_the_search_stays_away()
    {
        var space = Configs.Space("""{"x": {"min": 0.0, "max": 1.0}, "y": {"min": 0.0, "max": 1.0}}""");
        // The slope leads to x = 1, where everything beyond 0.6 dies.
        var trials = new List<SweepTrial>();
        while (trials.Count < 25)
        {
            var values = Propose(space, trials, 3);
            space.TryRead(values, out var v);
            trials.Add(v[0] > 0.6
                ? new SweepTrial(values, trials.Count % 2 == 0 ? SweepTrialState.Failed : SweepTrialState.Finished,
                    double.NaN)
                : Configs.Done(values, -v[0]));
        }

        var late = trials.Skip(10).Count(t => t.State == SweepTrialState.Failed || double.IsNaN(t.Metric!.Value));
        Assert.InRange(late, 0, 9);
        Assert.True(trials.Where(t => double.IsFinite(t.Metric!.Value)).Min(t => t.Metric) < -0.5);
    }

    [Theory]
    [InlineData(SweepTrialState.Failed, null)]
    [InlineData(SweepTrialState.Finished, double.NaN)]
    [InlineData(SweepTrialState.Finished, double.PositiveInfinity)]
    [InlineData(SweepTrialState.Finished, 1e300)]
    [InlineData(SweepTrialState.Finished, 7.0)]
    public void Whatever_all_trials_came_to_there_is_a_next_one(SweepTrialState state, double? metric)
    {
        var trials = Tried(Branin, 12, 1, _ => 0).Select(t => t with { State = state, Metric = metric }).ToList();
        Assert.True(Branin.TryRead(Propose(Branin, trials, 1), out _));
    }

    [Fact]
    public void A_discrete_space_is_tried_without_repeats_until_it_is_exhausted_and_its_best_comes_early()
    {
        var space = Configs.Space("""
            {"units": {"min": 1, "max": 8}, "act": {"values": ["relu", "tanh", "gelu"]}, "fixed": {"value": 1},
             "drop": {"distribution": "q_uniform", "min": 0, "max": 0.4, "q": 0.1}}
            """);
        var trials = new List<SweepTrial>();
        var bestAt = 0;
        while (SweepSearch.Propose(space, SweepMethod.Bayes, trials, 4).Value is { Exhausted: false } next)
        {
            space.TryRead(next.Values!.Value, out var v);
            var loss = Math.Abs(v[0] - 6) + (v[1] == 2 ? 0 : 2) + (10 * Math.Abs(v[3] - 0.2));
            if (loss < 1e-9)
                bestAt = trials.Count + 1;
            trials.Add(Configs.Done(next.Values!.Value, loss));
            Assert.True(trials.Count <= 120);
        }

        Assert.Equal(120, trials.Count);
        Assert.Equal(120, trials.Select(t => t.Values.GetRawText()).Distinct().Count());
        Assert.InRange(bestAt, 1, 40);
    }

    [Fact]
    public void Results_are_scaled_and_diverged_ones_drawn_in()
    {
        double?[] losses = [1, 2, 3, 4, 5, null, 1e30];
        var scaled = TrialLosses.Standardised(losses);
        Assert.Equal(0, scaled.Average(), 1e-12);
        Assert.Equal(1, scaled.Average(v => v * v), 1e-12);
        Assert.Equal(scaled[5], scaled[6]);
        Assert.True(scaled[1] - scaled[0] > 0.1);
        Assert.Equal([0, 0], TrialLosses.Standardised([null, null]));
    }

    [Fact]
    public void A_failed_trial_counts_as_the_metric_says()
    {
        var failed = new SweepTrial(default, SweepTrialState.Failed, null, [3, 1, 2, double.NaN]);
        Assert.Null(TrialLosses.Of(failed, Loss));
        Assert.Equal(2, TrialLosses.Of(failed, Loss with { Impute = SweepImpute.Latest }));
        Assert.Equal(1, TrialLosses.Of(failed, Loss with { Impute = SweepImpute.Best }));
        Assert.Equal(-3, TrialLosses.Of(failed, new SweepMetric("a", SweepGoal.Maximize, null, SweepImpute.Best)));
        Assert.Equal(1, TrialLosses.Of(failed with { State = SweepTrialState.Finished }, Loss));
    }

    [Fact]
    public void Halton_points_fill_every_dimension_evenly()
    {
        var points = Enumerable.Range(0, 64).Select(i => ScrambledHalton.Point(11, i, 3)).ToArray();
        // 64 points of radix 2 lie one in each of 64 slices; radix 3 and 5 leave no wide gap.
        Assert.Equal(64, points.Select(p => (int)(p[0] * 64)).Distinct().Count());
        Assert.Equal(27, points.Take(27).Select(p => (int)(p[1] * 27)).Distinct().Count());
        Assert.Equal(25, points.Take(25).Select(p => (int)(p[2] * 25)).Distinct().Count());
    }

    private static double Best(SweepMethod method, ulong seed) =>
        Tried(Branin, 30, seed, BraninOf, method).Min(t => t.Metric!.Value);

    private static List<SweepTrial> Tried(
        SweepSpace space, int count, ulong seed, Func<double[], double> of, SweepMethod method = SweepMethod.Bayes)
    {
        var trials = new List<SweepTrial>();
        while (trials.Count < count)
        {
            var values = SweepSearch.Propose(space, method, trials, seed).Value!.Values!.Value;
            space.TryRead(values, out var v);
            trials.Add(Configs.Done(values, of(v)));
        }

        return trials;
    }

    private static JsonElement Propose(SweepSpace space, List<SweepTrial> trials, ulong seed) =>
        SweepSearch.Propose(space, SweepMethod.Bayes, trials, seed).Value!.Values!.Value;

    private static string Random(List<SweepTrial> trials, ulong seed) =>
        RandomSearch.Propose(Branin, trials, seed).Values!.Value.GetRawText();

    // Dixon and Szegő (1978); least value 0.397887.
    private static double BraninOf(double[] v) =>
        Math.Pow(v[1] - (5.1 / (4 * Math.PI * Math.PI) * v[0] * v[0]) + (5 / Math.PI * v[0]) - 6, 2)
        + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(v[0])) + 10;
}
