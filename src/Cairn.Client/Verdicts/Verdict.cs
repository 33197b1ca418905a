namespace Cairn.Client;

/// <summary>How a run or a group of runs stands against a landmark, as the server judges it.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Landmark">The landmark's name.</param>
/// <param name="Word"><c>better</c>, <c>worse</c>, <c>equal</c>, <c>unclear</c>, or <c>itself</c> for the landmark's own run.</param>
/// <param name="Difference">Run or group minus landmark, in the metric's unit.</param>
/// <param name="Low">Lower end of the difference's interval; null where no spread is known.</param>
/// <param name="High">Upper end of it; null likewise.</param>
/// <param name="Sentence">All of it in words.</param>
public sealed record Verdict(
    string Metric, string Landmark, string Word, double Difference, double? Low, double? High, string Sentence);
