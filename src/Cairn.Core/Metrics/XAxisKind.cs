namespace Cairn.Core.Metrics;

/// <summary>Sorts of x axis.</summary>
public enum XAxisKind
{
    /// <summary>The step given by the client.</summary>
    Step,

    /// <summary>Unix milliseconds.</summary>
    Time,

    /// <summary>Seconds since the run started.</summary>
    Relative,

    /// <summary>The value of another series at the same step.</summary>
    Metric,
}
