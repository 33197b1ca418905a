namespace Cairn.Cli.Bench;

/// <summary>One figure of a benchmark.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Detail">How it was measured.</param>
internal sealed record BenchFigure(string Name, double Value, string Unit, string? Detail = null)
{
    /// <summary>What it is held against: at least that for a rate, at most that for anything else.</summary>
    public double? Budget { get; init; }

    /// <summary>The figure as a part of what this machine could do at most, measured in the same run.</summary>
    public double? OfLimit { get; init; }

    /// <summary>Which limit that is.</summary>
    public string? Limit { get; init; }

    /// <summary>Whether more is better.</summary>
    public bool IsRate => Unit.EndsWith("/s", StringComparison.Ordinal);
}
