namespace Cairn.Web.Tests;

/// <summary>A landmark as drawn.</summary>
internal sealed record DrawnLandmark(string Name, double Value);
