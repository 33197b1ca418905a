namespace Cairn.Core.Runs.Querying;

/// <summary>
/// One level of a sort. Numbers come first, then NaN, then other values (booleans, texts by UTF-16 unit, lists, objects),
/// then runs without a value; descending turns numbers round among themselves and other values among themselves.
/// </summary>
public readonly record struct RunSort(RunColumn Column, bool Descending = false);
