using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Analysis.Sweeps;

/// <summary>
/// The values a parameter may take and how likely they are. A value is held as a coordinate: its index for a choice,
/// the number itself otherwise.
/// </summary>
public abstract class SweepDistribution
{
    private protected SweepDistribution(string name) => Name = name;

    /// <summary>W&amp;B's name of the distribution, such as <c>log_uniform_values</c>.</summary>
    public string Name { get; }

    /// <summary>Coordinates are indices without an order.</summary>
    public abstract bool IsChoice { get; }

    /// <summary>How many different values there are; null when there is no end of them or none was counted.</summary>
    public abstract long? Count { get; }

    /// <summary>The coordinate at a probability in [0, 1] (inverse cumulative distribution).</summary>
    public abstract double Quantile(double probability);

    /// <summary>The place of a coordinate in [0, 1], where <see cref="Quantile"/> gives it back.</summary>
    public abstract double Position(double coordinate);

    /// <summary>The coordinate numbered from 0 to <see cref="Count"/> - 1, in ascending or written order.</summary>
    internal abstract double At(long index);

    /// <summary>The coordinate as it is written into a run's configuration.</summary>
    public abstract JsonNode? ToJson(double coordinate);

    /// <summary>Reads a run's configured value; false when this distribution can not have made it.</summary>
    public abstract bool TryRead(JsonElement value, out double coordinate);
}
