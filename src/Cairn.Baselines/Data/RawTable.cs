namespace Cairn.Baselines.Data;

/// <summary>A file's columns before anything is made of them.</summary>
/// <param name="Names">Of the columns.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Columns">Each <c>float[]</c>, or <c>string[]</c> where some cell is no number; all as long as there are rows.</param>
internal sealed record RawTable(IReadOnlyList<string> Names, int Rows, IReadOnlyList<Array> Columns);
