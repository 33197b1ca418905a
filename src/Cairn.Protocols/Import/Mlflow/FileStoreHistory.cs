using System.Globalization;
using System.Runtime.CompilerServices;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>An <c>mlruns</c> folder: a folder for each experiment, in it one for each run, in it a file for each value.</summary>
internal sealed class FileStoreHistory(string root, ImportTally tally, string? artifacts) : IMlflowHistory
{
    private const string Trash = ".trash";
    private static readonly EnumerationOptions AllBelow = new() { RecurseSubdirectories = true, AttributesToSkip = 0 };
    private readonly ArtifactFolder _artifacts = new(tally, Path.GetDirectoryName(Path.GetFullPath(root)) ?? root, artifacts);

    public void Dispose()
    {
        // Nothing stays open between two reads.
    }

    /// <summary>Whether a folder is one of MLflow's file store.</summary>
    public static bool IsOne(string folder) =>
        Directory.Exists(Path.Combine(folder, Trash))
        || Directory.EnumerateDirectories(folder).Any(inner => File.Exists(Path.Combine(inner, "meta.yaml")));

    public async IAsyncEnumerable<MlflowExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var folder in Folders(root).Where(name => Path.GetFileName(name) is not ("models" or Trash))
            .Concat(Folders(Path.Combine(root, Trash))))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadMeta(folder, "experiment") is not { } meta)
                continue;
            yield return new MlflowExperiment
            {
                Id = meta.Text("experiment_id") ?? Path.GetFileName(folder),
                Name = meta.Text("name") ?? Path.GetFileName(folder),
                Tags = Values(Path.Combine(folder, "tags")),
                Folder = folder,
            };
        }
    }

    public async IAsyncEnumerable<MlflowRun> RunsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var folder in Folders(experiment.Folder!)
            .Where(name => Path.GetFileName(name) is not ("tags" or "datasets" or "traces" or "models")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadMeta(folder, "run") is { } meta)
                yield return ReadRun(experiment, folder, meta);
        }
    }

    public async IAsyncEnumerable<ImportedPoint> PointsAsync(
        MlflowRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.Combine(run.Folder!, "metrics");
        foreach (var (key, path) in Keys(folder))
        {
            var line = 0;
            await foreach (var text in File.ReadLinesAsync(path, cancellationToken))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text))
                    continue;
                if (ReadPoint(key, text) is { } point)
                    yield return point;
                else
                    tally.Missed(
                        run.Id,
                        $"{path}:{line}: '{Shorten(text)}' is not '<timestamp> <value> <step>'.",
                        new ImportCounts { Points = 1 });
            }
        }
    }

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowRun run, CancellationToken cancellationToken) =>
        _artifacts.FilesAsync(run, cancellationToken);

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowLoggedModel model, CancellationToken cancellationToken) =>
        _artifacts.FilesAsync(model, cancellationToken);

    public async IAsyncEnumerable<MlflowLoggedModel> LoggedModelsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var folder in Folders(Path.Combine(experiment.Folder!, "models")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadMeta(folder, "logged model") is not { } meta || meta.Text("lifecycle_stage") == "deleted")
                continue;
            yield return new MlflowLoggedModel
            {
                Id = meta.Text("model_id") ?? Path.GetFileName(folder),
                Name = meta.Text("name") ?? Path.GetFileName(folder),
                ModelType = meta.Text("model_type"),
                SourceRun = meta.Text("source_run_id"),
                Status = meta.Text("status"),
                CreatedAt = meta.Integer("creation_timestamp"),
                ArtifactUri = meta.Text("artifact_location") ?? "",
                Params = Values(Path.Combine(folder, "params")),
                Tags = Values(Path.Combine(folder, "tags")),
                Folder = folder,
            };
        }
    }

    public async IAsyncEnumerable<MlflowModel> ModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var folder in Folders(Path.Combine(root, "models")))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadMeta(folder, "model") is not { } meta)
                continue;
            var versions = Folders(folder)
                .Where(name => Path.GetFileName(name).StartsWith("version-", StringComparison.Ordinal))
                .Select(ReadVersion)
                .OfType<MlflowVersion>()
                .OrderBy(version => version.Number)
                .ToList();
            var aliases = Values(Path.Combine(folder, "aliases"))
                .Where(alias => long.TryParse(alias.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                .ToDictionary(alias => alias.Key, alias => long.Parse(alias.Value.Trim(), CultureInfo.InvariantCulture));
            yield return new MlflowModel(
                meta.Text("name") ?? Path.GetFileName(folder), meta.Text("description"), Values(Path.Combine(folder, "tags")),
                aliases, versions);
        }
    }

    private static MlflowRun ReadRun(MlflowExperiment experiment, string folder, MetaFile meta)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles("*", AllBelow)
            .Select(file => $"{Path.GetRelativePath(folder, file.FullName)} {file.Length} {file.LastWriteTimeUtc.Ticks}")
            .Order(StringComparer.Ordinal);
        return new MlflowRun
        {
            Id = meta.Text("run_id") ?? meta.Text("run_uuid") ?? Path.GetFileName(folder),
            Name = meta.Text("run_name"),
            User = meta.Text("user_id"),
            Status = meta.Text("status") ?? "FINISHED",
            StartTime = meta.Integer("start_time"),
            EndTime = meta.Integer("end_time"),
            ArtifactUri = meta.Text("artifact_uri") ?? "",
            Deleted = meta.Text("lifecycle_stage") == "deleted",
            Params = Values(Path.Combine(folder, "params")),
            Tags = Values(Path.Combine(folder, "tags")),
            Datasets = [.. ReadDatasets(experiment, Path.Combine(folder, "inputs"))],
            Folder = folder,
            Fingerprint = Fingerprint.Of(files),
        };
    }

    private static IEnumerable<MlflowDataset> ReadDatasets(MlflowExperiment experiment, string inputs)
    {
        foreach (var folder in Folders(inputs).Where(HasMeta))
        {
            var use = MetaFile.Read(Path.Combine(folder, "meta.yaml"));
            var dataset = Path.Combine(experiment.Folder!, "datasets", use.Text("source_id") ?? "");
            if (use.Text("source_type") != "DATASET" || !HasMeta(dataset))
                continue;
            var meta = MetaFile.Read(Path.Combine(dataset, "meta.yaml"));
            yield return new MlflowDataset(
                meta.Text("name") ?? "", meta.Text("digest") ?? "", meta.Text("source_type") ?? "", meta.Text("source") ?? "",
                meta.Text("schema"), meta.Text("profile"), use.Map("tags"));
        }
    }

    private MlflowVersion? ReadVersion(string folder)
    {
        if (ReadMeta(folder, "version") is not { } meta)
            return null;
        var stage = meta.Text("current_stage");
        if (meta.Integer("version") is not { } number || stage == "Deleted_Internal")
            return null;
        return new MlflowVersion(
            number, meta.Text("description"), stage, meta.Text("source") ?? "", meta.Text("run_id"), meta.Text("run_link"),
            Values(Path.Combine(folder, "tags")));
    }

    private MetaFile? ReadMeta(string folder, string what)
    {
        var name = Path.GetFileName(folder);
        try
        {
            if (HasMeta(folder))
                return MetaFile.Read(Path.Combine(folder, "meta.yaml"));
            tally.Missed(name, $"{folder} has no meta.yaml; the {what} did not come.", Lost(what));
        }
        catch (InvalidDataException exception)
        {
            tally.Missed(name, exception.Message, Lost(what));
        }

        return null;
    }

    private static ImportCounts Lost(string what) => what switch
    {
        "experiment" => new ImportCounts { Projects = 1 },
        "run" => new ImportCounts { Runs = 1 },
        "logged model" => new ImportCounts { LoggedModels = 1 },
        "model" => new ImportCounts { Models = 1 },
        _ => new ImportCounts { ModelVersions = 1 },
    };

    private static ImportedPoint? ReadPoint(string key, string line)
    {
        // The oldest files have no step; the newest tell the dataset after it.
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        long step = 0;
        return parts.Length >= 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time)
            && MlflowNumber.Parse(parts[1]) is { } value
            && (parts.Length == 2 || long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out step))
            ? new ImportedPoint(key, step, time, value)
            : null;
    }

    private static Dictionary<string, string> Values(string folder) =>
        Keys(folder).ToDictionary(file => file.Key, file => File.ReadAllText(file.Path));

    // A slash in a key makes folders.
    private static IEnumerable<(string Key, string Path)> Keys(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", AllBelow)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), path))
        : [];

    private static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal) : [];

    private static bool HasMeta(string folder) => File.Exists(Path.Combine(folder, "meta.yaml"));

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
