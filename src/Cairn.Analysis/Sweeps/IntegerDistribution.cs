using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Analysis.Sweeps;

/// <summary>Whole numbers from <see cref="Min"/> to <see cref="Max"/>, both included, equally likely.</summary>
public sealed class IntegerDistribution : SweepDistribution
{
    internal IntegerDistribution(long min, long max)
        : base("int_uniform")
    {
        Min = min;
        Max = max;
    }

    /// <summary>The smallest value.</summary>
    public long Min { get; }

    /// <summary>The largest value.</summary>
    public long Max { get; }

    /// <inheritdoc/>
    public override bool IsChoice => false;

    /// <inheritdoc/>
    public override long? Count => Max - Min + 1;

    /// <inheritdoc/>
    public override double Quantile(double probability) =>
        Math.Clamp(Min + Math.Floor(probability * (Max - Min + 1)), Min, Max);

    /// <inheritdoc/>
    public override double Position(double coordinate) =>
        Math.Clamp((coordinate - Min + 0.5) / (Max - Min + 1), 0, 1);

    internal override double At(long index) => Min + index;

    /// <inheritdoc/>
    public override JsonNode? ToJson(double coordinate) => JsonValue.Create((long)coordinate);

    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out double coordinate) =>
        Numbers.TryRead(value, out coordinate)
        && coordinate == Math.Floor(coordinate) && coordinate >= Min && coordinate <= Max;
}
