namespace Cairn.Protocols.Wandb.Schema;

/// <summary>Where a file is written in parts.</summary>
/// <param name="Id">The upload's.</param>
/// <param name="Parts">Number and address of each, in the order of the numbers.</param>
internal sealed record WandbUpload(string Id, IReadOnlyList<(long Number, string Url)> Parts);
