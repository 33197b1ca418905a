namespace Cairn.Core.Access;

/// <summary>A key that a client shows; its secret is known only at the moment it is made.</summary>
/// <param name="Id">Counts up over the server.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Description">What its owner wrote about it.</param>
/// <param name="Hint">The last four characters of the secret.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
public sealed record ApiKey(long Id, string User, string Description, string Hint, long CreatedAt);
