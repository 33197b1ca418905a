namespace Cairn.Protocols.Import.Mlflow;

/// <summary>Tells which kind of history a tracking URI or path names.</summary>
internal static class MlflowSource
{
    private static ReadOnlySpan<byte> SqliteMark => "SQLite format 3\0"u8;

    /// <exception cref="ImportException">It names none.</exception>
    public static IMlflowHistory Open(MlflowImportOptions options, ImportTally tally)
    {
        var from = options.From;
        if (from.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || from.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            return new RestHistory(from, tally);
        var path = PathOf(from);
        if (Directory.Exists(path))
        {
            var inner = Path.Combine(path, "mlruns");
            if (FileStoreHistory.IsOne(path))
                return new FileStoreHistory(path, tally, options.Artifacts);
            return Directory.Exists(inner) && FileStoreHistory.IsOne(inner)
                ? new FileStoreHistory(inner, tally, options.Artifacts)
                : throw new ImportException($"{path} is no mlruns folder: none of its folders has a meta.yaml.");
        }

        if (!File.Exists(path))
            throw new ImportException($"There is no file or folder {path}. --from takes a tracking URI, an mlruns folder or an SQLite file.");
        if (!IsSqlite(path))
            throw new ImportException($"{path} is no SQLite file. --from takes a tracking URI, an mlruns folder or an SQLite file.");
        return new SqliteHistory(path, tally, options.Artifacts);
    }

    private static string PathOf(string from)
    {
        const string sqlite = "sqlite:///";
        if (from.StartsWith(sqlite, StringComparison.OrdinalIgnoreCase))
            return Path.GetFullPath(from[sqlite.Length..]);
        if (from.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            var path = Uri.UnescapeDataString(from["file:".Length..]);
            return Path.GetFullPath(path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path);
        }

        return from.Contains("://", StringComparison.Ordinal)
            ? throw new ImportException(
                $"'{from.Split("://")[0]}' databases are not read directly. Start MLflow's server on it (mlflow server --backend-store-uri …) " +
                "and give its address as --from http://…")
            : Path.GetFullPath(from);
    }

    private static bool IsSqlite(string path)
    {
        Span<byte> start = stackalloc byte[16];
        using var file = File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(SqliteMark);
    }
}
