namespace Cairn.Cli.Bench;

/// <summary>One figure of a benchmark.</summary>
internal sealed record BenchFigure(string Name, double Value, string Unit, string? Detail = null);
