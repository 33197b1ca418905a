using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Analysis.Sweeps;

/// <summary>
/// A number drawn from a uniform, normal or beta law, optionally as the exponent of e, optionally rounded to
/// multiples of q as W&amp;B does: <c>round(X / q) * q</c>, half to even, which may step over a bound by q / 2.
/// </summary>
public sealed class NumberDistribution : SweepDistribution
{
    private readonly Latent _latent;
    private readonly bool _log;
    private readonly int _decimals;

    internal NumberDistribution(string name, Latent latent, bool log, double step, int decimals)
        : base(name)
    {
        _latent = latent;
        _log = log;
        Step = step;
        _decimals = decimals;
    }

    /// <summary>Values are multiples of this; 0 when they are not rounded.</summary>
    public double Step { get; }

    /// <inheritdoc/>
    public override bool IsChoice => false;

    /// <inheritdoc/>
    public override long? Count
    {
        get
        {
            if (_latent.Family == LatentFamily.Normal)
                return null;
            if (Step == 0)
                return Quantile(0).Equals(Quantile(1)) ? 1 : null;
            var count = Math.Round((Quantile(1) - Quantile(0)) / Step) + 1;
            return count < Numbers.Whole ? (long)count : null;
        }
    }

    /// <summary>Lower bound of a uniform law, on the scale it was given.</summary>
    internal double LatentMin => _latent.First;

    /// <summary>Upper bound of a uniform law, on the scale it was given.</summary>
    internal double LatentMax => _latent.Second;

    /// <inheritdoc/>
    public override double Quantile(double probability)
    {
        var x = _latent.Quantile(probability);
        return Rounded(_log ? Math.Clamp(Math.Exp(x), double.Epsilon, double.MaxValue) : x);
    }

    /// <inheritdoc/>
    public override double Position(double coordinate)
    {
        var x = _log ? (coordinate > 0 ? Math.Log(coordinate) : double.MinValue) : coordinate;
        return _latent.Cumulative(x);
    }

    internal override double At(long index) => Rounded(Quantile(0) + (index * Step));

    /// <inheritdoc/>
    public override JsonNode? ToJson(double coordinate) =>
        Step > 0 && Step == Math.Floor(Step) && Math.Abs(coordinate) < Numbers.Whole
            ? JsonValue.Create((long)coordinate)
            : JsonValue.Create(coordinate);

    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out double coordinate) => Numbers.TryRead(value, out coordinate);

    private double Rounded(double x)
    {
        if (Step == 0)
            return x;
        var multiple = Clean(Math.Round(x / Step) * Step);
        return double.IsFinite(multiple) ? multiple + 0.0 : x;
    }

    /// <summary>Writes 3 x 0.1 as 0.3, when q was written with so few decimals.</summary>
    internal double Clean(double x) => _decimals <= 15 && Math.Abs(x) < 1e6 ? Math.Round(x, _decimals) : x;
}
