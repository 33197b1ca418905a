namespace Cairn.Protocols.Mlflow.Search;

/// <summary>What may be asked of a field: which comparators it takes, and whether with a number or with text.</summary>
internal sealed record MlflowField(MlflowComparison Comparisons, bool IsNumber)
{
    private const MlflowComparison Words =
        MlflowComparison.Equal | MlflowComparison.NotEqual | MlflowComparison.Like | MlflowComparison.ILike;

    public static MlflowField Number { get; } = new(
        MlflowComparison.Equal | MlflowComparison.NotEqual | MlflowComparison.Less | MlflowComparison.LessOrEqual |
        MlflowComparison.Greater | MlflowComparison.GreaterOrEqual,
        IsNumber: true);

    public static MlflowField Text { get; } = new(Words, IsNumber: false);

    public static MlflowField TextOrNull { get; } =
        new(Words | MlflowComparison.IsNull | MlflowComparison.IsNotNull, IsNumber: false);

    public static MlflowField TextOrList { get; } = new(Words | MlflowComparison.In | MlflowComparison.NotIn, IsNumber: false);

    /// <summary>Text in every way: lists, patterns and whether it is there at all.</summary>
    public static MlflowField AnyText { get; } = new(
        Words | MlflowComparison.In | MlflowComparison.NotIn | MlflowComparison.IsNull | MlflowComparison.IsNotNull |
        MlflowComparison.RLike,
        IsNumber: false);

    public static MlflowField EqualOrIn { get; } =
        new(MlflowComparison.Equal | MlflowComparison.NotEqual | MlflowComparison.In, IsNumber: false);
}
