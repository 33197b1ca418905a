namespace Cairn.Core.Safekeeping;

/// <summary>What a look at a data folder found.</summary>
/// <param name="Folder">Absolute path.</param>
/// <param name="Databases">Databases looked at.</param>
/// <param name="Parts">Row groups, chunks and staged batches whose checksums were compared.</param>
/// <param name="Blobs">Blobs whose digests were compared.</param>
/// <param name="Findings">What is wrong; empty for a sound folder.</param>
public sealed record CheckReport(
    string Folder, int Databases, long Parts, long Blobs, IReadOnlyList<CheckFinding> Findings);
