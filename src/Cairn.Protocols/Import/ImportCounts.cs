namespace Cairn.Protocols.Import;

/// <summary>How much of each kind an import brought over, or could not.</summary>
public sealed record ImportCounts
{
    public long Projects { get; init; }

    public long Runs { get; init; }

    /// <summary>Values of series.</summary>
    public long Points { get; init; }

    /// <summary>Rich values, such as images and tables.</summary>
    public long Records { get; init; }

    public long ConsoleLines { get; init; }

    public long Files { get; init; }

    /// <summary>Bytes of the files that were sent; those that the server had already are not sent again.</summary>
    public long Bytes { get; init; }

    public long Alerts { get; init; }

    /// <summary>Uses of datasets by runs.</summary>
    public long Datasets { get; init; }

    /// <summary>Models that training has written, beside the runs' own files.</summary>
    public long LoggedModels { get; init; }

    public long Models { get; init; }

    public long ModelVersions { get; init; }

    /// <summary>The sums of both, kind by kind.</summary>
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) => new()
    {
        Projects = left.Projects + right.Projects,
        Runs = left.Runs + right.Runs,
        Points = left.Points + right.Points,
        Records = left.Records + right.Records,
        ConsoleLines = left.ConsoleLines + right.ConsoleLines,
        Files = left.Files + right.Files,
        Bytes = left.Bytes + right.Bytes,
        Alerts = left.Alerts + right.Alerts,
        Datasets = left.Datasets + right.Datasets,
        LoggedModels = left.LoggedModels + right.LoggedModels,
        Models = left.Models + right.Models,
        ModelVersions = left.ModelVersions + right.ModelVersions,
    };

    /// <summary>The same as <c>left + right</c>.</summary>
    public static ImportCounts Add(ImportCounts left, ImportCounts right) => left + right;

    /// <summary>The kinds by their names and how many there are of each.</summary>
    public IReadOnlyList<(string Kind, long Count)> Rows() =>
    [
        ("projects", Projects), ("runs", Runs), ("points", Points), ("records", Records), ("console lines", ConsoleLines),
        ("files", Files), ("bytes", Bytes), ("alerts", Alerts), ("datasets", Datasets), ("logged models", LoggedModels),
        ("models", Models), ("model versions", ModelVersions),
    ];
}
