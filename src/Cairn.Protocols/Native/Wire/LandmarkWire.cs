using Cairn.Core.Landmarks;

namespace Cairn.Protocols.Native.Wire;

internal sealed record LandmarkWire
{
    public long Id { get; init; }
    public string? Metric { get; init; }
    public string? Name { get; init; }
    public string? Kind { get; init; }
    public double? Value { get; init; }
    public long? Run { get; init; }
    public string? Group { get; init; }
    public string? Aggregate { get; init; }
    public string? Direction { get; init; }
    public string? Source { get; init; }
    public ResolvedWire? Resolved { get; init; }

    public static LandmarkWire From(ResolvedLandmark resolved)
    {
        var landmark = resolved.Landmark;
        return new LandmarkWire
        {
            Id = landmark.Id,
            Metric = landmark.Metric,
            Name = landmark.Name,
            Kind = landmark.Kind.ToString().ToLowerInvariant(),
            Value = landmark.Value,
            Run = landmark.Run,
            Group = landmark.Group,
            Aggregate = landmark.Aggregate.ToString().ToLowerInvariant(),
            Direction = landmark.HigherIsBetter ? "max" : "min",
            Source = landmark.Source,
            Resolved = resolved.Value is { } value
                ? new ResolvedWire(value, resolved.Count, resolved.Deviation)
                : null,
        };
    }
}

internal sealed record ResolvedWire(double Value, int N, double? Std);

internal sealed record LandmarksWire(IReadOnlyList<LandmarkWire> Landmarks);
