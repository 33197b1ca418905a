using System.ComponentModel.DataAnnotations;
using Cairn.Core.Metrics;

namespace Cairn.Protocols.Native.Wire;

internal sealed record MetricDefinitionWire
{
    public required string Name { get; init; }
    public required bool Pattern { get; init; }
    public string? Step { get; init; }
    public required bool Hidden { get; init; }
    public required IReadOnlyList<string> Summary { get; init; }

    [AllowedValues("min", "max")]
    public string? Goal { get; init; }
}

internal sealed record MetricDefinitionsWire(IReadOnlyList<MetricDefinitionWire> Definitions)
{
    public static MetricDefinitionsWire From(IEnumerable<MetricDefinition> definitions) => new(
    [
        .. definitions.Select(definition => new MetricDefinitionWire
        {
            Name = definition.Name,
            Pattern = definition.IsPattern,
            Step = definition.StepMetric,
            Hidden = definition.IsHidden,
            Summary = definition.Summary,
            Goal = definition.Goal,
        }),
    ]);
}
