namespace Cairn.Protocols.Import.Wandb;

/// <summary>One <c>.wandb</c> file with the folder around it; a run that was resumed has several.</summary>
/// <param name="Path">The file.</param>
/// <param name="Head">What it says first of its run.</param>
internal sealed record WandbFile(string Path, WandbHead Head)
{
    private const string Files = "files";
    private const int SearchDepth = 6;

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The folder of what the run saved; null when it saved nothing.</summary>
    public string? FilesFolder => System.IO.Path.Combine(Folder, Files) is var folder && Directory.Exists(folder) ? folder : null;

    /// <summary>The <c>.wandb</c> files that a path names: itself, those of a run's folder, or of all runs' below it.</summary>
    /// <exception cref="ImportException">There are none.</exception>
    public static IReadOnlyList<string> Find(string path)
    {
        if (File.Exists(path))
            return [System.IO.Path.GetFullPath(path)];
        if (!Directory.Exists(path))
            throw new ImportException($"There is no file or folder {path}.");

        // Links such as latest-run show the same run again.
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = SearchDepth, AttributesToSkip = FileAttributes.ReparsePoint,
        };
        var found = Directory.EnumerateFiles(System.IO.Path.GetFullPath(path), "*.wandb", options).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0
            ? found
            : throw new ImportException($"There is no .wandb file in {path}. Give a run's folder (offline-run-…) or the wandb folder around it.");
    }

    /// <summary>Reads a file up to where it tells its run; null, with a word in the tally, when it never does.</summary>
    public static WandbFile? Open(string path, ImportTally tally)
    {
        try
        {
            foreach (var record in new RecordLog(path, _ => { }, _ => { }).Read())
            {
                var reader = new ProtoReader(record.Span);
                while (reader.Next())
                {
                    if (reader.Field == RecordFields.Run && WandbHead.Read(reader.Bytes) is { Id.Length: > 0 } head)
                        return new WandbFile(path, head);
                }
            }

            tally.Missed(path, $"{path} does not say which run it is of: it was cut off before that.", new ImportCounts { Runs = 1 });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            tally.Missed(path, exception.Message.Contains(path, StringComparison.Ordinal) ? exception.Message : $"{path}: {exception.Message}", new ImportCounts { Runs = 1 });
        }

        return null;
    }

    /// <summary>The files that the run saved.</summary>
    public IEnumerable<ImportedFile> Saved() => FilesFolder is { } folder ? ImportedFile.Below(folder) : [];

    /// <summary>What differs when the file or those saved beside it have changed.</summary>
    public IEnumerable<string> Signs() => Saved()
        .Select(file => $"{file.Path} {file.Size}")
        .Prepend($"{System.IO.Path.GetFileName(Folder)} {new FileInfo(Path).Length}");
}
