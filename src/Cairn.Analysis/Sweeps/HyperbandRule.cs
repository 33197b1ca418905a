using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Early termination after Hyperband (Li, Jamieson, DeSalvo, Rostamizadeh and Talwalkar, 2018) in W&amp;B's
/// asynchronous form: at each bracket only about the best 1/eta of the trials that got there go on.
/// </summary>
/// <param name="Brackets">Iterations at which trials are judged, ascending; value n of a history is iteration n,
/// from 0.</param>
/// <param name="Eta">Of the trials at a bracket, the best 1/eta go on; above 1.</param>
/// <param name="Strict">Judge a trial by its value at the bracket rather than by its best value so far.</param>
public sealed record HyperbandRule(IReadOnlyList<long> Brackets, double Eta, bool Strict)
{
    private const int MostBrackets = 100;

    /// <summary>
    /// Reads the <c>early_terminate</c> block: <c>min_iter</c> gives brackets min_iter·eta^k, <c>max_iter</c> with
    /// <c>s</c> gives max_iter/eta^k for k = 1…s, rounded down; max_iter wins when both are there.
    /// </summary>
    public static SweepOutcome<HyperbandRule> Parse(JsonElement block)
    {
        const string At = "early_terminate";
        if (block.ValueKind != JsonValueKind.Object)
        {
            return new SweepProblem(At, $"is {ParameterBlock.Kind(block)}, not a block.",
                "Write {\"type\": \"hyperband\", \"min_iter\": 3}.");
        }

        var fields = new ParameterBlock(At, block);
        var type = fields.Required("type") is null ? null : fields.Text("type");
        if (type is not (null or "hyperband"))
            fields.Fail("type", $"is \"{type}\".", "The one early termination there is, is hyperband.");
        fields.Number("eta", 3, out var eta);
        if (eta is not (> 1 and <= 1e9))
            fields.Fail("eta", $"is {eta}.", "Use a number above 1, such as 3.");
        var strict = false;
        if (fields.Has("strict"))
        {
            var value = fields.Required("strict")!.Value;
            strict = value.ValueKind == JsonValueKind.True;
            if (!strict && value.ValueKind != JsonValueKind.False)
                fields.Fail("strict", $"is {ParameterBlock.Kind(value)}.", "Use true or false.");
        }

        var brackets = fields.Has("max_iter") ? FromLast(fields, eta) : FromFirst(fields, eta);
        return fields.Problem is { } problem ? problem : new HyperbandRule(brackets, eta, strict);
    }

    /// <summary>
    /// The indices of the running trials to stop now: those that, at the furthest bracket they reached, are worse
    /// than the trial ranked floor(n / eta) among the n that reached it. NaN counts as worse than any number.
    /// </summary>
    public IReadOnlyList<int> ToStop(IReadOnlyList<SweepTrial> trials, SweepGoal goal)
    {
        var losses = trials.Select(trial => Losses(trial.History ?? [], goal)).ToArray();
        var stopped = new List<int>();
        for (var i = 0; i < losses.Length; i++)
        {
            var reached = Brackets.LastOrDefault(bracket => bracket < losses[i].Length, -1);
            if (trials[i].State != SweepTrialState.Running || reached < 0)
                continue;
            var own = Strict ? losses[i][reached] : losses[i].Min();
            if (own > Threshold(losses, reached))
                stopped.Add(i);
        }

        return stopped;
    }

    /// <summary>
    /// What happened at each bracket, the first of those that no trial reached included and the later ones left out.
    /// </summary>
    /// <param name="trials">Each trial's history and whether it was stopped.</param>
    /// <param name="goal">Which way is better.</param>
    public IReadOnlyList<HyperbandBracket> Describe(
        IReadOnlyList<(IReadOnlyList<double> History, bool Stopped)> trials, SweepGoal goal)
    {
        var losses = trials.Select(trial => Losses(trial.History, goal)).ToArray();
        var brackets = new List<HyperbandBracket>();
        for (var i = 0; i < Brackets.Count; i++)
        {
            var next = i + 1 < Brackets.Count ? Brackets[i + 1] : long.MaxValue;
            var reached = losses.Count(history => history.Length > Brackets[i]);
            var stopped = Enumerable.Range(0, losses.Length)
                .Count(t => trials[t].Stopped && losses[t].Length > Brackets[i] && losses[t].Length <= next);
            double? threshold = reached == 0 ? null : Threshold(losses, Brackets[i]);
            brackets.Add(new HyperbandBracket(Brackets[i], reached, stopped, goal == SweepGoal.Maximize ? -threshold : threshold));
            if (reached == 0)
                break;
        }

        return brackets;
    }

    private double Threshold(double[][] losses, long bracket)
    {
        var there = losses.Where(history => history.Length > bracket).Select(history => history[bracket]).Order();
        var sorted = there.ToArray();
        return sorted[(int)(sorted.Length / Eta)];
    }

    private static double[] Losses(IReadOnlyList<double> history, SweepGoal goal) =>
        [.. history.Select(v => double.IsNaN(v) ? double.PositiveInfinity : goal == SweepGoal.Maximize ? -v : v)];

    private static long[] FromFirst(ParameterBlock fields, double eta)
    {
        if (!fields.Has("min_iter"))
        {
            fields.Fail("min_iter", "is missing, and so is max_iter.",
                "Give min_iter, or max_iter together with s.");
            return [];
        }

        if (fields.Whole("min_iter") is not { } first || fields.Problem is not null)
            return [];
        if (first < 1)
            fields.Fail("min_iter", $"is {first}.", "Use 1 or more.");
        var brackets = new List<long>();
        for (double at = first; at < Numbers.Whole && brackets.Count < MostBrackets; at *= eta)
            brackets.Add((long)at);
        return [.. brackets.Distinct()];
    }

    private static long[] FromLast(ParameterBlock fields, double eta)
    {
        if (fields.Whole("max_iter") is not { } last || !fields.Number("s", null, out var count)
            || fields.Problem is not null)
        {
            return [];
        }

        var brackets = new List<long>();
        for (var at = last / eta; at >= 1 && brackets.Count < Math.Min(Math.Floor(count), MostBrackets); at /= eta)
            brackets.Add((long)at);
        if (brackets.Count == 0)
            fields.Fail("max_iter", "leaves no bracket to stop trials at.", "Raise max_iter or s, or lower eta.");
        return [.. brackets.Distinct().Order()];
    }
}
