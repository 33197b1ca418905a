namespace Cairn.Protocols.Mlflow.Wire;

/// <summary>One point of a metric, with what it was measured on and for where that is known.</summary>
internal sealed record MetricWire(
    string Key,
    double Value,
    long Timestamp,
    long Step,
    string? RunId = null,
    string? ModelId = null,
    string? DatasetName = null,
    string? DatasetDigest = null)
{
    /// <summary>A point with infinities as the largest doubles, as SQL databases keep them for MLflow.</summary>
    public static MetricWire Of(string key, double value, long timestamp, long step, string? run = null) =>
        new(key, Finite(value), timestamp, step, run);

    public static double Finite(double value) =>
        double.IsPositiveInfinity(value) ? double.MaxValue : double.IsNegativeInfinity(value) ? double.MinValue : value;
}

internal sealed record MetricsAnswer(IReadOnlyList<MetricWire>? Metrics, string? NextPageToken = null);
