namespace Cairn.Core.Logging;

/// <summary>What a logged request carried, all of it on disk.</summary>
public sealed record LogReceipt(long Points, int Records, int Lines);
