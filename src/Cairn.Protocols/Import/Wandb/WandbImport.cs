using Cairn.Core.Projects;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>Brings runs over that W&amp;B's client has kept in local folders, whether or not they were ever synced.</summary>
public static class WandbImport
{
    private const string UnnamedProject = "uncategorized";

    /// <summary>
    /// Reads all runs and sends what the server lacks. It can be repeated: runs that came over whole and have not changed
    /// since are passed by.
    /// </summary>
    /// <exception cref="ImportException">A folder holds no run, or the server does not answer.</exception>
    public static async Task<ImportReport> RunAsync(
        WandbImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken = default)
    {
        var tally = new ImportTally(progress);
        using var target = new ImportTarget(options.Url);
        var paths = options.Folders.SelectMany(WandbFile.Find).Distinct().ToList();
        await target.CheckAsync(cancellationToken);
        var runs = paths
            .Select(path => WandbFile.Open(path, tally))
            .OfType<WandbFile>()
            .GroupBy(file => (Project: ProjectOf(options, file.Head), file.Head.Id))
            .ToList();
        tally.Expect(runs.Count, "");
        var from = string.Join(", ", options.Folders);
        var imports = new RunImport(target, tally, from, options.Again);
        var projects = new HashSet<string>();
        foreach (var run in runs.OrderBy(run => run.Min(file => file.Head.StartTime)))
        {
            if (projects.Add(run.Key.Project))
                tally.Came(new ImportCounts { Projects = 1 });
            tally.Begin($"{run.Key.Project}/{run.Key.Id}");
            await BringAsync(target, tally, imports, run.Key.Project, [.. run.OrderBy(file => file.Path, StringComparer.Ordinal)], cancellationToken);
            tally.Through($"{run.Key.Project}/{run.Key.Id}");
        }

        return tally.Report(from, target.Url);
    }

    private static async Task BringAsync(
        ImportTarget target, ImportTally tally, RunImport imports, string project, IReadOnlyList<WandbFile> files,
        CancellationToken cancellationToken)
    {
        var id = files[0].Head.Id;
        try
        {
            var content = new WandbRunContent(target, tally, files);
            await imports.BringAsync(
                project, id, id, Fingerprint.Of(files.SelectMany(file => file.Signs())), false, content.Start(), content.FillAsync,
                cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            tally.Missed(id, $"Run {id}: {exception.Message}", new ImportCounts { Runs = 1 });
        }
    }

    private static string ProjectOf(WandbImportOptions options, WandbHead head)
    {
        if (options.Project is { } all)
            return all;
        var name = head.Project.Length > 0 ? head.Project : UnnamedProject;
        return $"{(head.Entity.Length > 0 ? head.Entity : ProjectRules.DefaultTeam)}/{name}";
    }
}
