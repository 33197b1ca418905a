namespace Cairn.Core.Consoles;

/// <summary>One line of a run's output; its identity is its number.</summary>
/// <param name="Line">From 0, shared by both streams.</param>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">Without its line break; may hold ANSI escapes.</param>
public sealed record ConsoleLine(long Line, long Time, string Stream, string Text);
