namespace Cairn.Protocols.Import;

/// <summary>What an import did.</summary>
public sealed record ImportReport
{
    /// <summary>Where the history was read.</summary>
    public required string From { get; init; }

    /// <summary>The server that it was brought to.</summary>
    public required string Url { get; init; }

    public required ImportCounts Came { get; init; }

    public required ImportCounts Missed { get; init; }

    /// <summary>Runs that were there already, whole and unchanged since.</summary>
    public required long UnchangedRuns { get; init; }

    /// <summary>Runs in the trash of the source, which stay there unless they are asked for.</summary>
    public required long DeletedRuns { get; init; }

    /// <summary>All problems, of which <see cref="Problems"/> lists the first.</summary>
    public required long ProblemCount { get; init; }

    public required IReadOnlyList<ImportProblem> Problems { get; init; }

    /// <summary>What is good to know and no loss, such as a file that ends in the middle of its last record.</summary>
    public required IReadOnlyList<ImportProblem> Notes { get; init; }

    /// <summary>True when everything came over.</summary>
    public bool IsWhole => ProblemCount == 0;
}
