namespace Cairn.Core.Streams;

/// <summary>Where a stretch of one writer's lines stands among the lines of all writers.</summary>
/// <param name="First">The writer's own number of the first line.</param>
/// <param name="Count">Lines in a row.</param>
/// <param name="Target">Number of the first line over all writers.</param>
public sealed record StreamSegment(long First, long Count, long Target);
