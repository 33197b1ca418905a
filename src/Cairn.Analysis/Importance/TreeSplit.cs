namespace Cairn.Analysis.Importance;

/// <summary>Where a node parts its rows.</summary>
/// <param name="Column">The column's place.</param>
/// <param name="Threshold">Numbers up to it go left.</param>
/// <param name="Left">The categories that go left.</param>
/// <param name="Gain">By how much the squared error shrinks.</param>
internal readonly record struct TreeSplit(int Column, double Threshold, ulong Left, double Gain)
{
    public bool GoesLeft(FactorColumn column, int row) => column.Categories > 0
        ? (Left & column.Bit(row)) != 0
        : !(column.Values[row] > Threshold);
}
