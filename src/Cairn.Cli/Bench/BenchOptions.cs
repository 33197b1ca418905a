namespace Cairn.Cli.Bench;

/// <summary>How large a benchmark is.</summary>
internal sealed record BenchOptions
{
    /// <summary>Connections that log at the same time.</summary>
    public int Connections { get; init; } = 16;

    /// <summary>How long to log at full speed.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Rows of a request.</summary>
    public int Rows { get; init; } = 500;

    /// <summary>Metrics of a row.</summary>
    public int Keys { get; init; } = 20;

    /// <summary>Runs of the chart.</summary>
    public int ChartRuns { get; init; } = 100;

    /// <summary>Runs of a larger chart; 0 leaves it out.</summary>
    public int ManyChartRuns { get; init; }

    /// <summary>Points of each of the chart's series.</summary>
    public int ChartPoints { get; init; } = 10_000;

    /// <summary>Project that it logs to; each benchmark makes its own.</summary>
    public string Project { get; init; } = $"bench/{DateTime.UtcNow:yyyyMMdd-HHmmss}";
}
