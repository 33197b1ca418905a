namespace Cairn.Client;

/// <summary>Which way is better for a metric.</summary>
public enum LandmarkDirection
{
    /// <summary>Higher is better.</summary>
    Max,

    /// <summary>Lower is better.</summary>
    Min,
}
