namespace Cairn.Core.Charts;

/// <summary>A chart of a team's own design, drawn from tables that runs log.</summary>
/// <param name="Id">Counts up over the server.</param>
/// <param name="Team">Whose it is.</param>
/// <param name="Name">Unique in the team; runs name the chart <c>team/name</c>.</param>
/// <param name="DisplayName">What people call it.</param>
/// <param name="Type">The language of its design, such as <c>vega2</c>.</param>
/// <param name="Access">Who may use it, as its maker said.</param>
/// <param name="Spec">The design, a JSON object.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="UpdatedAt">Unix milliseconds.</param>
public sealed record CustomChart(
    long Id, string Team, string Name, string DisplayName, string Type, string Access, string Spec, long CreatedAt, long UpdatedAt);
