namespace Cairn.Protocols.Mlflow.Search;

/// <summary>One entry of an <c>order_by</c> list; entity and key as in <see cref="MlflowClause"/>.</summary>
public sealed record MlflowOrder(string Entity, string Key, bool Descending);
