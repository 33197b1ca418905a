namespace Cairn.Analysis.Sweeps;

/// <summary>Looks for the untried configuration of highest expected improvement.</summary>
internal sealed class CandidateSearch(
    ModelSpace model, GaussianProcess process, double best, TriedTrials tried, SeededRandom random)
{
    /// <summary>Spaces up to this size are listed in full.</summary>
    public const long MostListed = 2000;

    private const int Spread = 800;
    private const int Local = 60;
    private const int Climbers = 5;
    private const int Steps = 80;

    /// <summary>The best of all configurations of a small space; null when all were tried.</summary>
    public double[]? AmongAll(long size)
    {
        double[]? found = null;
        var highest = double.NegativeInfinity;
        for (long number = 0; number < size; number++)
        {
            var candidate = model.Numbered(number);
            if (tried.Has(candidate))
                continue;
            var score = Score(candidate);
            if (found is null || score > highest)
                (found, highest) = (candidate, score);
        }

        return found;
    }

    /// <summary>
    /// Scores points spread over the cube and around the best trials, then climbs from the highest by random steps
    /// that shrink when they fail (Rastrigin, 1963); null when every candidate was tried before.
    /// </summary>
    public double[]? Best(IReadOnlyList<double[]> incumbents)
    {
        var candidates = new List<(double[] Coordinates, double Score)>();
        for (var i = 0; i < Spread; i++)
            Add(candidates, model.Coordinates(Anywhere()));
        foreach (var incumbent in incumbents)
        {
            for (var i = 0; i < Local; i++)
                Add(candidates, model.Near(incumbent, Math.Pow(10, -1 - (2.0 * i / Local)), random));
        }

        return candidates.Count == 0
            ? null
            : candidates.OrderByDescending(c => c.Score).Take(Climbers).Select(Climb).MaxBy(c => c.Score).Coordinates;
    }

    private (double[] Coordinates, double Score) Climb((double[] Coordinates, double Score) start)
    {
        var (at, highest) = start;
        var width = 0.1;
        for (var step = 0; step < Steps; step++)
        {
            var candidate = model.Near(at, width, random);
            var score = tried.Has(candidate) ? double.NegativeInfinity : Score(candidate);
            if (score > highest)
                (at, highest, width) = (candidate, score, Math.Min(0.3, width * 1.5));
            else
                width = Math.Max(1e-4, width * 0.9);
        }

        return (at, highest);
    }

    private void Add(List<(double[] Coordinates, double Score)> candidates, double[] coordinates)
    {
        if (!tried.Has(coordinates))
            candidates.Add((coordinates, Score(coordinates)));
    }

    private double Score(double[] coordinates)
    {
        var (mean, variance) = process.Predict(model.Point(coordinates));
        return ExpectedImprovement.Log(mean, Math.Sqrt(variance), best);
    }

    private double[] Anywhere()
    {
        var point = new double[model.Dimensions];
        for (var d = 0; d < point.Length; d++)
            point[d] = random.NextUnit();
        return point;
    }
}
