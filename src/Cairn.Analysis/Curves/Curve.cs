namespace Cairn.Analysis.Curves;

/// <summary>One curve cut into the cells of a grid; only cells with points are there, in order, all arrays as long.</summary>
/// <param name="Cells">Index of each cell, ascending.</param>
/// <param name="X">Where the value stands.</param>
/// <param name="Y">The cell's value, finite or not.</param>
/// <param name="Low">Smallest finite value of the cell; NaN where there is none.</param>
/// <param name="High">Largest finite value of the cell; NaN where there is none.</param>
public sealed record Curve(int[] Cells, double[] X, double[] Y, double[] Low, double[] High);
