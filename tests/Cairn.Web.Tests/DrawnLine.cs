namespace Cairn.Web.Tests;

/// <summary>A run's curve as drawn: where its points are, and the last value of each.</summary>
internal sealed record DrawnLine(long Run, string Uid, string Name, double[] X, double[] Last);
