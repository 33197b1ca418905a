namespace Cairn.Core.Landmarks;

/// <summary>Which number of a series a landmark takes.</summary>
public enum LandmarkAggregate
{
    Last,
    Min,
    Max,
    Mean,
}
