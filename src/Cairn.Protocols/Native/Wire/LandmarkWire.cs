using System.ComponentModel.DataAnnotations;
using Cairn.Core.Landmarks;

namespace Cairn.Protocols.Native.Wire;

internal sealed record LandmarkWire
{
    public required long Id { get; init; }
    public required string Metric { get; init; }
    public required string Name { get; init; }

    [AllowedValues("constant", "run", "group")]
    public required string Kind { get; init; }
    public double? Value { get; init; }
    public long? Run { get; init; }
    public string? Group { get; init; }

    [AllowedValues("last", "min", "max", "mean")]
    public required string Aggregate { get; init; }

    [AllowedValues("max", "min")]
    public required string Direction { get; init; }
    public int? Examples { get; init; }
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
            Examples = landmark.Examples,
            Source = landmark.Source,
            Resolved = resolved.Value is { } value
                ? new ResolvedWire(value, resolved.Count, resolved.Deviation)
                : null,
        };
    }
}

internal sealed record ResolvedWire(double Value, int N, double? Std);

internal sealed record LandmarksWire(IReadOnlyList<LandmarkWire> Landmarks);

internal sealed record LandmarkSetWire
{
    [Required]
    public string? Metric { get; init; }

    [Required]
    public string? Name { get; init; }

    [Required, AllowedValues("constant", "run", "group")]
    public string? Kind { get; init; }
    public double? Value { get; init; }
    public long? Run { get; init; }
    public string? Group { get; init; }

    [AllowedValues("last", "min", "max", "mean")]
    public string? Aggregate { get; init; }

    [AllowedValues("max", "min")]
    public string? Direction { get; init; }
    public int? Examples { get; init; }
    public string? Source { get; init; }
}
