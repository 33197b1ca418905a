namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Independent draws from the distributions (Bergstra and Bengio, 2012). Like W&amp;B it has no end, and draws of a
/// discrete space repeat.
/// </summary>
public static class RandomSearch
{
    /// <summary>The draw that a seed gives after this many trials.</summary>
    public static SweepProposal Propose(SweepSpace space, IReadOnlyList<SweepTrial> trials, ulong seed) =>
        new(space.ToConfig(Draw(space, new SeededRandom(seed, (ulong)trials.Count))));

    internal static double[] Draw(SweepSpace space, SeededRandom random)
    {
        var probabilities = new double[space.Parameters.Count];
        for (var i = 0; i < probabilities.Length; i++)
            probabilities[i] = random.NextUnit();
        return space.Quantile(probabilities);
    }
}
