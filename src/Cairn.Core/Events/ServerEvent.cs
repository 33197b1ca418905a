namespace Cairn.Core.Events;

/// <summary>Something that changed, for those who watch live.</summary>
/// <param name="Sequence">Counts up from 1 since the server started.</param>
/// <param name="Project">The project it happened in.</param>
/// <param name="Data">What happened.</param>
public sealed record ServerEvent(long Sequence, long Project, EventData Data);
