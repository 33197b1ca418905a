namespace Cairn.Core.Activity;

/// <summary>A run that is running.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="Uid">What its client chose.</param>
/// <param name="Name">The name people read.</param>
/// <param name="Project"><c>team/name</c>.</param>
/// <param name="StartedAt">Unix milliseconds.</param>
/// <param name="Key">The metric with the most points, for a small curve; null before the first.</param>
/// <param name="Last">Its newest value.</param>
/// <param name="LastStep">The step of that.</param>
public sealed record RunningRun(
    long Id, string Uid, string Name, string Project, long StartedAt, string? Key, double? Last, long? LastStep);
