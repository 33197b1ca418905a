namespace Cairn.Analysis.Importance;

/// <summary>One setting over all rows.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Values">A number a row; of a category, its number from 0. NaN where it is missing.</param>
/// <param name="Categories">How many categories there are, at most 63; 0 for a column of numbers.</param>
public sealed record FactorColumn(string Name, double[] Values, int Categories = 0)
{
    /// <summary>Most categories of one column.</summary>
    public const int MostCategories = 63;

    /// <summary>The bit that stands for a row's category; missing is a category of its own.</summary>
    internal ulong Bit(int row) => double.IsNaN(Values[row]) ? 1UL << MostCategories : 1UL << (int)Values[row];
}
