namespace Cairn.Protocols.Mlflow.Wire;

/// <summary>MLflow leaves empty lists out of its answers.</summary>
internal static class ListExtensions
{
    /// <summary>The items as a list; null when there are none.</summary>
    public static IReadOnlyList<T>? OrNull<T>(this IEnumerable<T> items)
    {
        var list = items as IReadOnlyList<T> ?? [.. items];
        return list.Count == 0 ? null : list;
    }
}
