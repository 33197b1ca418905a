namespace Cairn.Samples.FashionMnist;

/// <summary>
/// A landmark of <c>test/accuracy</c>: its name, its value as a part of one, and where that comes from.
/// </summary>
public sealed record LandmarkValue(string Name, double Value, string Source);
