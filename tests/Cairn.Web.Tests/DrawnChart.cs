namespace Cairn.Web.Tests;

/// <summary>What a chart on a page says it draws.</summary>
internal sealed record DrawnChart(string Metric, string Axis, DrawnLine[] Lines, DrawnLandmark[] Landmarks)
{
    /// <summary>The values of each line as drawn: smoothed where asked.</summary>
    public double[][] Drawn { get; init; } = [];

    /// <summary>The runs drawn faint behind groups.</summary>
    public DrawnMember[] Behind { get; init; } = [];
}
