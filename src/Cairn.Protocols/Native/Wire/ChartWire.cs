using System.Text.Json;
using Cairn.Core.Charts;

namespace Cairn.Protocols.Native.Wire;

internal sealed record CustomChartWire(
    long Id, string Team, string Name, string DisplayName, string Type, JsonElement Spec, long CreatedAt, long UpdatedAt)
{
    public static CustomChartWire From(CustomChart chart) => new(
        chart.Id, chart.Team, chart.Name, chart.DisplayName, chart.Type, JsonElement.Parse(chart.Spec), chart.CreatedAt, chart.UpdatedAt);
}

internal sealed record CustomChartsWire(IReadOnlyList<CustomChartWire> Charts);
