namespace Cairn.Core.Landmarks;

/// <summary>Where a landmark's value comes from.</summary>
public enum LandmarkKind
{
    /// <summary>A number with a source, such as chance or a published score.</summary>
    Constant,

    /// <summary>The metric of one run.</summary>
    Run,

    /// <summary>The mean of the metric over a group of runs.</summary>
    Group,
}
