namespace Cairn.Analysis.Sweeps;

/// <summary>
/// A Gaussian process of mean 0 conditioned on results (Rasmussen and Williams, 2006, algorithm 2.1): points in
/// the unit cube, one array each, and one result a point.
/// </summary>
internal sealed class GaussianProcess
{
    private readonly double[][] _points;
    private readonly bool[] _choice;
    private readonly Matern _kernel;
    private readonly TriangularFactor _factor;
    private readonly double[] _weights;
    private readonly double[] _row;

    private GaussianProcess(
        double[][] points, bool[] choice, double[] results, Matern kernel, TriangularFactor factor)
    {
        _points = points;
        _choice = choice;
        _kernel = kernel;
        _factor = factor;
        _weights = [.. results];
        factor.Solve(_weights);
        _row = new double[points.Length];
        LogLikelihood = (-0.5 * TriangularFactor.Dot(results, _weights)) - factor.HalfLogDeterminant()
            - (0.5 * points.Length * Math.Log(2 * Math.PI));
    }

    /// <summary>log p(results | points, kernel).</summary>
    public double LogLikelihood { get; }

    /// <summary>A⁻¹ y, for the gradient of the likelihood.</summary>
    public double[] Weights => _weights;

    /// <summary>The factor of the covariance of the results.</summary>
    public TriangularFactor Factor => _factor;

    /// <summary>Conditions on results; null when their covariance is not positive definite in double precision.</summary>
    public static GaussianProcess? Fit(double[][] points, bool[] choice, double[] results, Matern kernel)
    {
        var size = points.Length;
        var covariance = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < i; j++)
                covariance[(i * size) + j] = kernel.Covariance(points[i], points[j], choice);
            covariance[(i * size) + i] = kernel.Amplitude + kernel.Noise;
        }

        return TriangularFactor.Of(covariance, size) is { } factor
            ? new GaussianProcess(points, choice, results, kernel, factor)
            : null;
    }

    /// <summary>Mean and variance of the function itself, noise left out, at a point.</summary>
    public (double Mean, double Variance) Predict(double[] point)
    {
        for (var i = 0; i < _row.Length; i++)
            _row[i] = _kernel.Covariance(_points[i], point, _choice);
        var mean = TriangularFactor.Dot(_row, _weights);
        _factor.SolveForward(_row);
        return (mean, Math.Max(0, _kernel.Amplitude - TriangularFactor.Dot(_row, _row)));
    }
}
