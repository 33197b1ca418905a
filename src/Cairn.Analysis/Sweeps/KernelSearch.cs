namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Finds a kernel's settings by the marginal likelihood times weak log-normal priors, which keep few results from
/// being over-explained: length scales around half the cube's width growing with the square root of the number of
/// dimensions (after Hvarfner, Hellsten and Nardi, 2024), amplitude around 1 for standardised results, noise around
/// 1e-4.
/// </summary>
internal sealed class KernelSearch
{
    private const double LeastNoise = 1e-8;

    private readonly double[][] _points;
    private readonly bool[] _choice;
    private readonly double[] _results;
    private readonly double[] _centres;
    private readonly double[] _spreads;

    // Gaps between all pairs of points, dimension by dimension: the search evaluates them a hundred times over.
    private readonly double[][] _gaps;

    public KernelSearch(double[][] points, bool[] choice, double[] results)
    {
        (_points, _choice, _results) = (points, choice, results);
        var dimensions = choice.Length;
        var scale = Math.Log(0.5) + (0.5 * Math.Log(Math.Max(1, dimensions)));
        _centres = [.. Enumerable.Repeat(scale, dimensions), 0, Math.Log(1e-4)];
        _spreads = [.. Enumerable.Repeat(1.0, dimensions), 1.5, 2.5];
        _gaps = new double[dimensions][];
        for (var d = 0; d < dimensions; d++)
        {
            _gaps[d] = new double[points.Length * (points.Length - 1) / 2];
            var at = 0;
            for (var i = 1; i < points.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    _gaps[d][at++] = Matern.Gap(points[i][d], points[j][d], choice[d]);
            }
        }
    }

    /// <summary>The best kernel over a few starts: the prior's centre and draws from the prior.</summary>
    public Matern Find(SeededRandom random)
    {
        var many = _points.Length > 100;
        var drawn = Enumerable.Range(0, 6)
            .Select(_ => _centres.Select((c, i) => c + (_spreads[i] * random.NextNormal() * 0.7)).ToArray())
            .Select(start => (Start: start, Value: Objective(start, null)))
            .OrderByDescending(s => s.Value).Take(many ? 1 : 2).Select(s => s.Start);
        var best = _centres;
        var highest = double.NegativeInfinity;
        foreach (var start in drawn.Prepend(_centres))
        {
            var (settings, value) = Ascent.Climb(Objective, start, many ? 25 : 40);
            if (value > highest)
                (best, highest) = (settings, value);
        }

        return Kernel(best);
    }

    /// <summary>The log posterior density of log settings up to a constant, and its gradient when asked for.</summary>
    internal double Objective(double[] settings, double[]? gradient)
    {
        var prior = 0.0;
        for (var i = 0; i < settings.Length; i++)
        {
            var z = (settings[i] - _centres[i]) / _spreads[i];
            // Past this the factor below is numerically singular anyway.
            if (!(Math.Abs(z) < 12))
                return double.NegativeInfinity;
            prior -= 0.5 * z * z;
        }

        var kernel = Kernel(settings);
        if (GaussianProcess.Fit(_points, _choice, _results, kernel) is not { } process)
            return double.NegativeInfinity;
        if (gradient is not null)
            Gradient(settings, kernel, process, gradient);
        return process.LogLikelihood + prior;
    }

    private static Matern Kernel(double[] settings) =>
        new([.. settings[..^2].Select(Math.Exp)], Math.Exp(settings[^2]), Math.Exp(settings[^1]) + LeastNoise);

    // d log p / dθ = ½ tr((w wᵀ - A⁻¹) dA/dθ), Rasmussen and Williams (2006), eq. 5.9.
    private void Gradient(double[] settings, Matern kernel, GaussianProcess process, double[] gradient)
    {
        var size = _points.Length;
        var inverse = process.Factor.Inverse();
        var weights = process.Weights;
        var dimensions = _choice.Length;
        var precision = kernel.Scales.Select(s => 1 / (s * s)).ToArray();
        Array.Clear(gradient);
        var at = 0;
        var trace = 0.0;
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++, at++)
            {
                var distance = 0.0;
                for (var d = 0; d < dimensions; d++)
                    distance += _gaps[d][at] * precision[d];
                var pull = (weights[i] * weights[j]) - inverse[(i * size) + j];
                var slope = pull * kernel.Slope(distance);
                for (var d = 0; d < dimensions; d++)
                    gradient[d] += slope * _gaps[d][at] * precision[d];
                gradient[^2] += pull * kernel.Covariance(distance);
            }

            trace += (weights[i] * weights[i]) - inverse[(i * size) + i];
        }

        gradient[^2] += 0.5 * trace * kernel.Amplitude;
        gradient[^1] = 0.5 * trace * (kernel.Noise - LeastNoise);
        for (var i = 0; i < gradient.Length; i++)
            gradient[i] -= (settings[i] - _centres[i]) / (_spreads[i] * _spreads[i]);
    }
}
