namespace Cairn.Analysis.Sweeps;

/// <summary>Chooses the next trial of a sweep from what its trials came to. Pure: equal arguments, equal answers.</summary>
public static class SweepSearch
{
    /// <summary>
    /// The next trial, or that there is none: the grid or a countable Bayesian space is exhausted, the run cap is
    /// reached (failed trials count), or a finished trial has met the metric's target.
    /// </summary>
    public static SweepOutcome<SweepProposal> Propose(
        SweepDefinition definition, IReadOnlyList<SweepTrial> trials, ulong seed)
    {
        if (trials.Count >= definition.RunCap)
            return SweepProposal.End($"The run cap of {definition.RunCap} trials is reached.");
        if (definition.Metric is { Target: { } target } metric && trials.Any(trial => Meets(trial, metric, target)))
            return SweepProposal.End($"A trial has reached the target of {target} for {metric.Name}.");
        return Propose(definition.Space, definition.Method, trials, seed, definition.Metric);
    }

    /// <summary>The next trial of a space by a method; without a metric its results are minimised.</summary>
    public static SweepOutcome<SweepProposal> Propose(
        SweepSpace space, SweepMethod method, IReadOnlyList<SweepTrial> trials, ulong seed, SweepMetric? metric = null)
        => method switch
        {
            SweepMethod.Grid => GridSearch.Propose(space, trials),
            SweepMethod.Random => RandomSearch.Propose(space, trials, seed),
            SweepMethod.Bayes => BayesSearch.Propose(space, trials, metric ?? new SweepMetric("loss"), seed),
            _ => new SweepProblem("method", "is custom: the client's controller proposes the trials.",
                "Start the controller, or use grid, random or bayes."),
        };

    private static bool Meets(SweepTrial trial, SweepMetric metric, double target) =>
        trial.State == SweepTrialState.Finished && TrialLosses.Of(trial, metric) is { } loss
        && loss <= (metric.Goal == SweepGoal.Maximize ? -target : target);
}
