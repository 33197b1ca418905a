namespace Cairn.Core.Runs.Querying;

/// <summary>The sort order of cells as <see cref="RunSort"/> describes it.</summary>
internal static class RunValueOrder
{
    /// <summary>Negative when <paramref name="left"/> stands before <paramref name="right"/> in a page sorted this way.</summary>
    public static int Compare(RunValue left, RunValue right, bool descending)
    {
        var classes = Class(left) - Class(right);
        if (classes != 0)
            return classes;
        var order = Class(left) switch
        {
            0 => CompareNumbers(left, right),
            2 => CompareOthers(left, right),
            _ => 0,
        };
        return descending ? -order : order;
    }

    /// <summary>Booleans, then texts, lists, objects; each by its text.</summary>
    public static int CompareOthers(RunValue left, RunValue right)
    {
        if (left.Kind != right.Kind)
            return left.Kind.CompareTo(right.Kind);
        return left.Kind == RunValueKind.Bool
            ? left.Bool.CompareTo(right.Bool)
            : Math.Sign(string.CompareOrdinal(left.Text, right.Text));
    }

    /// <summary>Two numbers that are not NaN.</summary>
    public static int CompareNumbers(RunValue left, RunValue right) =>
        left.Kind == RunValueKind.Integer && right.Kind == RunValueKind.Integer
            ? left.Integer.CompareTo(right.Integer)
            : left.Number.CompareTo(right.Number);

    private static int Class(RunValue value) => value.Kind switch
    {
        RunValueKind.Missing => 3,
        RunValueKind.Integer => 0,
        RunValueKind.Number => double.IsNaN(value.Number) ? 1 : 0,
        _ => 2,
    };
}
