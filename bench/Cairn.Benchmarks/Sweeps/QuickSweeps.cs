using System.Diagnostics;
using Cairn.Analysis.Sweeps;

namespace Cairn.Benchmarks.Sweeps;

/// <summary>Bayesian against random search over seeds, and what a proposal costs.</summary>
internal static class QuickSweeps
{
    public static void Run(int seeds)
    {
        Console.WriteLine($"{"function",-12}{"trials",7}{"least",10}{"random",20}{"bayes",20}{"bayes better",14}");
        foreach (var objective in new[] { Objective.Branin(), Objective.Hartmann() })
        {
            var random = new double[seeds];
            var bayes = new double[seeds];
            for (var seed = 0; seed < seeds; seed++)
            {
                random[seed] = Search(objective, SweepMethod.Random, (ulong)seed).Min(t => t.Metric!.Value);
                bayes[seed] = Search(objective, SweepMethod.Bayes, (ulong)seed).Min(t => t.Metric!.Value);
            }

            var wins = Enumerable.Range(0, seeds).Count(i => bayes[i] < random[i]);
            Console.WriteLine($"{objective.Name,-12}{objective.Evaluations,7}{objective.Least,10:0.0000}"
                + $"{Spread(random),20}{Spread(bayes),20}{$"{wins}/{seeds}",14}");
        }

        Console.WriteLine();
        Console.WriteLine($"{"proposal after",-16}{"median ms",10}{"worst ms",10}");
        foreach (var trials in new[] { 20, 50, 100, 200, 300, 1000 })
            Time(trials);
    }

    private static List<SweepTrial> Search(Objective objective, SweepMethod method, ulong seed)
    {
        var trials = new List<SweepTrial>();
        while (trials.Count < objective.Evaluations)
            trials.Add(Tried(objective, SweepSearch.Propose(objective.Space, method, trials, seed).Value!));
        return trials;
    }

    private static SweepTrial Tried(Objective objective, SweepProposal proposal)
    {
        objective.Space.TryRead(proposal.Values!.Value, out var numbers);
        return new SweepTrial(proposal.Values.Value, SweepTrialState.Finished, objective.Of(numbers));
    }

    private static void Time(int count)
    {
        var objective = Objective.Hartmann();
        var trials = new List<SweepTrial>();
        while (trials.Count < count)
            trials.Add(Tried(objective, RandomSearch.Propose(objective.Space, trials, 1)));
        var times = new double[5];
        for (var i = 0; i < times.Length; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            SweepSearch.Propose(objective.Space, SweepMethod.Bayes, trials, (ulong)i);
            times[i] = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        }

        Array.Sort(times);
        Console.WriteLine($"{count + " trials",-16}{times[2],10:0}{times[^1],10:0}");
    }

    private static string Spread(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length - 1));
        return $"{mean:0.0000} ± {deviation:0.0000}";
    }
}
