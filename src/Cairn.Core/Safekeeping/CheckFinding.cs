namespace Cairn.Core.Safekeeping;

/// <summary>Something in a data folder that is not as it should be.</summary>
/// <param name="File">The file, below the folder.</param>
/// <param name="Problem">What is wrong, named by run, key and steps where it has them.</param>
public sealed record CheckFinding(string File, string Problem);
