namespace Cairn.Client.Logging;

/// <summary>A line the program wrote; numbers count both streams together from 0.</summary>
internal readonly record struct ConsoleLine(long Line, string Stream, long Time, string Text);
