namespace Cairn.Core.Alerts;

/// <summary>A word that a run wants a person to see.</summary>
/// <param name="Id">Counts up over the server.</param>
/// <param name="Title">One line.</param>
/// <param name="Text">More of it; may be empty.</param>
/// <param name="Level"><c>info</c>, <c>warn</c> or <c>error</c>.</param>
/// <param name="Time">Unix milliseconds.</param>
public sealed record Alert(long Id, string Title, string Text, string Level, long Time);
