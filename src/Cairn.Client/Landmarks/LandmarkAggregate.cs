namespace Cairn.Client;

/// <summary>Which number of a run's series stands for the run.</summary>
public enum LandmarkAggregate
{
    /// <summary>The last value.</summary>
    Last,

    /// <summary>The smallest value.</summary>
    Min,

    /// <summary>The largest value.</summary>
    Max,

    /// <summary>The mean of all values.</summary>
    Mean,
}
