namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Bayesian optimisation (Mockus, 1978; Snoek, Larochelle and Adams, 2012): a Gaussian process over the unit cube of
/// the distributions, Matérn 5/2 with a length scale for each parameter, and the candidate of highest expected
/// improvement. Running trials are taken to come out as the model expects ("kriging believer", Ginsbourger, Le Riche
/// and Carraro, 2010), so that agents at work at once get different trials. A failed trial, or a NaN or infinite
/// result, counts as the worst result unless the metric says otherwise, so the search learns to keep away. The
/// first trials come from a scrambled Halton sequence. A space that can be counted is exhausted when all of it was
/// tried.
/// </summary>
public static class BayesSearch
{
    /// <summary>The most results the model is fitted to; the best half and the newest of more.</summary>
    internal const int MostResults = 300;

    /// <summary>The next trial. The same arguments give the same proposal.</summary>
    public static SweepProposal Propose(
        SweepSpace space, IReadOnlyList<SweepTrial> trials, SweepMetric metric, ulong seed)
    {
        var model = new ModelSpace(space);
        var tried = new TriedTrials(space);
        var done = new List<(double[] Coordinates, double? Loss)>();
        var pending = new List<double[]>();
        foreach (var trial in trials)
        {
            // Trials of another space (an edited sweep, prior runs) say nothing about this one.
            if (!space.TryRead(trial.Values, out var coordinates))
                continue;
            tried.Add(coordinates);
            if (trial.State == SweepTrialState.Running)
                pending.Add(coordinates);
            else
                done.Add((coordinates, TrialLosses.Of(trial, metric)));
        }

        var size = space.Count();
        if (tried.Count >= size)
            return SweepProposal.End($"All {size} combinations of the space were tried.");

        var random = new SeededRandom(seed, (ulong)trials.Count);
        var first = Math.Clamp(2 * model.Dimensions, 4, 20);
        var next = trials.Count < first || done.Count(d => d.Loss is not null) < 2
            ? Spread(model, tried, seed, trials.Count)
            : Modelled(model, tried, Limited(done), pending, random, size, space);
        return new SweepProposal(space.ToConfig(next ?? Untried(model, tried, size, space, random)));
    }

    private static double[]? Spread(ModelSpace model, TriedTrials tried, ulong seed, int index)
    {
        // Further along the sequence when a coarse space has the point already.
        for (var attempt = 0; attempt < 64; attempt++)
        {
            var candidate = model.Coordinates(ScrambledHalton.Point(seed, index + (attempt * 97), model.Dimensions));
            if (!tried.Has(candidate))
                return candidate;
        }

        return null;
    }

    private static double[]? Modelled(
        ModelSpace model, TriedTrials tried, List<(double[] Coordinates, double? Loss)> done, List<double[]> pending,
        SeededRandom random, long? size, SweepSpace space)
    {
        var losses = TrialLosses.Standardised([.. done.Select(d => d.Loss)]);
        double[][] points = [.. done.Select(d => model.Point(d.Coordinates))];
        var kernel = new KernelSearch(points, model.Choice, losses).Find(random);
        var process = GaussianProcess.Fit(points, model.Choice, losses, kernel);
        if (process is null)
            return null;

        // The best expected value at a tried point, not the best result: with noise the latter was luck.
        var best = points.Min(point => process.Predict(point).Mean);
        if (pending.Count > 0)
        {
            double[][] running = [.. pending.TakeLast(MostResults).Select(model.Point)];
            double[] believed = [.. running.Select(point => process.Predict(point).Mean)];
            process = GaussianProcess.Fit([.. points, .. running], model.Choice, [.. losses, .. believed], kernel)
                ?? process;
            best = Math.Min(best, believed.Min());
        }

        var incumbents = done.Select((d, i) => (d.Coordinates, Loss: losses[i])).OrderBy(d => d.Loss).Take(5)
            .Select(d => d.Coordinates).ToArray();
        var search = new CandidateSearch(model, process, best, tried, random);
        return size <= CandidateSearch.MostListed
            ? search.AmongAll(size.Value)
            : search.Best(incumbents);
    }

    private static List<(double[] Coordinates, double? Loss)> Limited(List<(double[] Coordinates, double? Loss)> done)
    {
        if (done.Count <= MostResults)
            return done;
        var kept = done.Select((d, i) => (d, i)).OrderBy(e => e.d.Loss ?? double.PositiveInfinity)
            .Take(MostResults / 2).Select(e => e.i).ToHashSet();
        for (var i = done.Count - 1; kept.Count < MostResults; i--)
            kept.Add(i);
        return [.. done.Where((_, i) => kept.Contains(i))];
    }

    // When candidates were all tried before: any that was not, found by counting up in a small space, by luck else.
    private static double[] Untried(
        ModelSpace model, TriedTrials tried, long? size, SweepSpace space, SeededRandom random)
    {
        if (size is { } count && count <= 100_000)
        {
            for (long number = 0; number < count; number++)
            {
                if (model.Numbered(number) is var candidate && !tried.Has(candidate))
                    return candidate;
            }
        }

        var drawn = RandomSearch.Draw(space, random);
        for (var attempt = 0; attempt < 256 && tried.Has(drawn); attempt++)
            drawn = RandomSearch.Draw(space, random);
        return drawn;
    }
}
