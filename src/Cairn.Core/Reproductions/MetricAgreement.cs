namespace Cairn.Core.Reproductions;

/// <summary>How well a metric was repeated, from best to worst.</summary>
public enum MetricAgreement
{
    /// <summary>The same values, bit for bit.</summary>
    Identical,

    /// <summary>No value further off than the tolerance.</summary>
    WithinTolerance,

    /// <summary>The curves part, but end no further apart than runs with other seeds do.</summary>
    WithinNoise,

    /// <summary>The curves part.</summary>
    Apart,

    /// <summary>Only one of the two runs has the metric.</summary>
    Missing,
}
