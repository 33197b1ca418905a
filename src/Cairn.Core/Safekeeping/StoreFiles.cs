namespace Cairn.Core.Safekeeping;

/// <summary>What a data folder is made of.</summary>
internal static class StoreFiles
{
    public const string Catalog = "meta.db";
    public const string Points = "points.db";
    public const string Logs = "logs.db";
    public const string Blobs = "blobs";

    /// <summary>
    /// In the order they are copied: runs are made before anything of them is logged, so a catalog that is copied last
    /// knows every run that the others hold something of.
    /// </summary>
    public static IReadOnlyList<string> Databases { get; } = [Logs, Points, Catalog];
}
