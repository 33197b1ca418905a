namespace Cairn.Analysis.Sweeps;

/// <summary>Climbs a smooth function by BFGS with a backtracking line search (Nocedal and Wright, 2006, ch. 3, 6).</summary>
internal static class Ascent
{
    // A setting is a logarithm here: further than e² a step leaves the region its gradient speaks of.
    private const double LongestStep = 2;

    /// <param name="function">Value at a point, minus infinity where undefined; fills the gradient unless null.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="steps">The most steps to take.</param>
    public static (double[] Point, double Value) Climb(
        Func<double[], double[]?, double> function, double[] start, int steps)
    {
        var n = start.Length;
        var point = (double[])start.Clone();
        var gradient = new double[n];
        var value = function(point, gradient);
        var curvature = Identity(n);
        for (var step = 0; step < steps && double.IsFinite(value); step++)
        {
            var direction = new double[n];
            for (var i = 0; i < n; i++)
                direction[i] = TriangularFactor.Dot(curvature.AsSpan(i * n, n), gradient);
            var slope = TriangularFactor.Dot(direction, gradient);
            if (!(slope > 1e-8))
                break;
            var longest = direction.Max(Math.Abs);
            var length = Math.Min(1, LongestStep / longest);
            var next = new double[n];
            var nextGradient = new double[n];
            var nextValue = double.NegativeInfinity;
            for (var halvings = 0; halvings < 12; halvings++, length /= 2)
            {
                for (var i = 0; i < n; i++)
                    next[i] = point[i] + (length * direction[i]);
                nextValue = function(next, nextGradient);
                if (nextValue >= value + (1e-4 * length * slope))
                    break;
                nextValue = double.NegativeInfinity;
            }

            if (!double.IsFinite(nextValue))
                break;
            Update(curvature, point, next, gradient, nextGradient);
            var gain = nextValue - value;
            (point, gradient, value) = (next, nextGradient, nextValue);
            if (gain < 1e-5)
                break;
        }

        return (point, value);
    }

    private static double[] Identity(int n)
    {
        var matrix = new double[n * n];
        for (var i = 0; i < n; i++)
            matrix[(i * n) + i] = 1;
        return matrix;
    }

    // The inverse-Hessian update of the negated function; skipped where the curvature is not positive.
    private static void Update(double[] h, double[] point, double[] next, double[] gradient, double[] nextGradient)
    {
        var n = point.Length;
        var s = new double[n];
        var y = new double[n];
        for (var i = 0; i < n; i++)
        {
            s[i] = next[i] - point[i];
            y[i] = gradient[i] - nextGradient[i];
        }

        var sy = TriangularFactor.Dot(s, y);
        if (sy <= 1e-10)
            return;
        var hy = new double[n];
        for (var i = 0; i < n; i++)
            hy[i] = TriangularFactor.Dot(h.AsSpan(i * n, n), y);
        var factor = (1 + (TriangularFactor.Dot(y, hy) / sy)) / sy;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                h[(i * n) + j] += (factor * s[i] * s[j]) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
        }
    }
}
