namespace Cairn.Web.Tests;

/// <summary>What a chart on a page says it draws.</summary>
internal sealed record DrawnChart(string Metric, string Axis, DrawnLine[] Lines, DrawnLandmark[] Landmarks);
