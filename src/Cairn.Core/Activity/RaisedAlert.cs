namespace Cairn.Core.Activity;

/// <summary>An alert with the run that raised it.</summary>
public sealed record RaisedAlert(string Uid, string Name, string Project, string Title, string Text, string Level, long Time);
