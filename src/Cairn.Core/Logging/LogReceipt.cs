namespace Cairn.Core.Logging;

/// <summary>What a logged request carried, all of it on disk.</summary>
/// <param name="Points">Points of series.</param>
/// <param name="Records">Records.</param>
/// <param name="Lines">Console lines.</param>
/// <param name="Stop">Whether a person has asked the run to stop.</param>
public sealed record LogReceipt(long Points, int Records, int Lines, bool Stop);
