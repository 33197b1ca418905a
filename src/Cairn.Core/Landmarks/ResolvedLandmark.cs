namespace Cairn.Core.Landmarks;

/// <summary>A landmark with its number as of now.</summary>
/// <param name="Landmark">The landmark.</param>
/// <param name="Value">The number; null when its run or group has none yet.</param>
/// <param name="Count">How many runs it is the mean of: 1 for a run, 0 for a constant or none.</param>
/// <param name="Deviation">Sample standard deviation over those runs; null below two.</param>
public sealed record ResolvedLandmark(Landmark Landmark, double? Value, int Count, double? Deviation);
