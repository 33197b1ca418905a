using System.Text.Json.Nodes;
using Cairn.Core.Projects;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>Brings what MLflow has kept to a Cairn server: runs with all their values and files, and the registry.</summary>
public static class MlflowImport
{
    private const int RunsAtOnce = 4;
    private const string NoteTag = "mlflow.note.content";
    private const string NameTag = "mlflow.runName";
    private const string ParentTag = "mlflow.parentRunId";

    /// <summary>
    /// Reads all of the source and sends what the server lacks. It can be repeated: runs that came over whole and have
    /// not changed since are passed by.
    /// </summary>
    /// <exception cref="ImportException">The source can't be read at all, or the server does not answer.</exception>
    public static async Task<ImportReport> RunAsync(
        MlflowImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken = default)
    {
        var tally = new ImportTally(progress);
        using var history = MlflowSource.Open(options, tally);
        using var target = new ImportTarget(options.Url);
        await target.CheckAsync(cancellationToken);
        var runs = new RunImport(target, tally, options.From, options.Again);
        try
        {
            await foreach (var experiment in history.ExperimentsAsync(cancellationToken))
                await BringAsync(options, history, target, tally, runs, experiment, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new ImportException($"{options.From} can't be read: {exception.Message}", exception);
        }

        try
        {
            await new RegistryImport(target, tally).BringAsync(history, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            // A source may have no registry at all.
            tally.Missed("registry", $"The model registry of {options.From} can't be read: {exception.Message}");
        }

        return tally.Report(options.From, target.Url);
    }

    private static async Task BringAsync(
        MlflowImportOptions options, IMlflowHistory history, ImportTarget target, ImportTally tally, RunImport imports,
        MlflowExperiment experiment, CancellationToken cancellationToken)
    {
        var found = new List<MlflowRun>();
        await foreach (var run in history.RunsAsync(experiment, cancellationToken))
        {
            if (run.Deleted && !options.Deleted)
                tally.LeftDeleted();
            else
                found.Add(run);
        }

        // The experiment that every store begins with is a project only once it is used.
        if (found.Count == 0 && (experiment.Id == "0" || options.Project is not null))
            return;
        tally.Expect(found.Count, experiment.Name);
        var project = options.Project ?? experiment.Project ?? $"{ProjectRules.DefaultTeam}/{experiment.Name}";
        var opened = await target.OpenProjectAsync(project, experiment.Tags.GetValueOrDefault(NoteTag), cancellationToken);
        if (!opened.Ok)
        {
            tally.Missed(experiment.Name, $"Experiment '{experiment.Name}': {opened.Problem}", new ImportCounts { Projects = 1, Runs = found.Count });
            return;
        }

        if (options.Project is null)
            await TagAsync(target, tally, experiment, opened.Json.GetProperty("id").GetInt64(), cancellationToken);
        tally.Came(new ImportCounts { Projects = 1 });
        await Parallel.ForEachAsync(
            found.OrderBy(run => run.StartTime),
            new ParallelOptions { MaxDegreeOfParallelism = RunsAtOnce, CancellationToken = cancellationToken },
            async (run, token) =>
            {
                try
                {
                    await imports.BringAsync(
                        project, run.Id, run.Id, run.Fingerprint, run.Deleted, Start(run),
                        (id, inner) => FillAsync(history, target, tally, run, id, inner), token);
                }
                catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
                {
                    tally.Missed(run.Id, $"Run {run.Id}: {exception.Message}", new ImportCounts { Runs = 1 });
                }

                tally.Through($"{experiment.Name}/{run.Name ?? run.Id}");
            });
        await new LoggedModelImport(target, tally).BringAsync(history, experiment, opened.Json.GetProperty("id").GetInt64(), cancellationToken);
    }

    private static async Task TagAsync(
        ImportTarget target, ImportTally tally, MlflowExperiment experiment, long project, CancellationToken cancellationToken)
    {
        foreach (var (key, value) in experiment.Tags)
        {
            var body = new JsonObject { ["experiment_id"] = $"{project}", ["key"] = key, ["value"] = value };
            var answer = await target.MlflowAsync(HttpMethod.Post, "experiments/set-experiment-tag", body, cancellationToken);
            if (!answer.Ok)
                tally.Missed(experiment.Name, $"Tag '{key}' of experiment '{experiment.Name}': {answer.Problem}");
        }
    }

    private static JsonObject Start(MlflowRun run)
    {
        var environment = new JsonObject();
        Set("user", run.User is { Length: > 0 } user ? user : run.Tags.GetValueOrDefault("mlflow.user"));
        Set("program", run.Tags.GetValueOrDefault("mlflow.source.name"));
        if (run.Tags.GetValueOrDefault("mlflow.source.git.commit") is { Length: > 0 } commit)
        {
            environment["git"] = new JsonObject
            {
                ["commit"] = commit,
                ["branch"] = run.Tags.GetValueOrDefault("mlflow.source.git.branch"),
                ["remote"] = run.Tags.GetValueOrDefault("mlflow.source.git.repoURL"),
            };
        }

        return new JsonObject
        {
            ["name"] = run.Name is { Length: > 0 } name ? name : run.Tags.GetValueOrDefault(NameTag),
            ["source"] = "mlflow",
            ["parent"] = run.Tags.GetValueOrDefault(ParentTag),
            ["notes"] = run.Tags.GetValueOrDefault(NoteTag),
            ["startedAt"] = run.StartTime ?? 0,
            ["config"] = Object(run.Params),
            ["labels"] = Object(run.Tags.Where(tag => tag.Key != NameTag)),
            ["environment"] = environment,
        };

        void Set(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                environment[name] = value;
        }
    }

    private static async Task<JsonObject> FillAsync(
        IMlflowHistory history, ImportTarget target, ImportTally tally, MlflowRun run, long id, CancellationToken cancellationToken)
    {
        var log = new LogSender(target, tally, id, run.Id);
        await foreach (var point in history.PointsAsync(run, cancellationToken))
            await log.AddAsync(point, cancellationToken);
        await log.FlushAsync(cancellationToken);
        var files = await FileCopy.StartAsync(target, tally, id, run.Id, cancellationToken);
        await foreach (var file in history.FilesAsync(run, cancellationToken))
            await files.AddAsync(file, cancellationToken);
        if (run.Datasets.Count > 0)
            await UseAsync(target, tally, run, cancellationToken);
        await LinkAsync(target, tally, run, cancellationToken);
        return new JsonObject { ["state"] = State(run.Status), ["finishedAt"] = run.EndTime };
    }

    private static async Task UseAsync(ImportTarget target, ImportTally tally, MlflowRun run, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["run_id"] = run.Id,
            ["datasets"] = new JsonArray([.. run.Datasets.Select(dataset => new JsonObject
            {
                ["tags"] = new JsonArray([.. dataset.Tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]),
                ["dataset"] = new JsonObject
                {
                    ["name"] = dataset.Name,
                    ["digest"] = dataset.Digest,
                    ["source_type"] = dataset.SourceType,
                    ["source"] = dataset.Source,
                    ["schema"] = dataset.Schema,
                    ["profile"] = dataset.Profile,
                },
            })]),
        };
        var counts = new ImportCounts { Datasets = run.Datasets.Count };
        var answer = await target.MlflowAsync(HttpMethod.Post, "runs/log-inputs", body, cancellationToken);
        if (answer.Ok)
            tally.Came(counts);
        else
            tally.Missed(run.Id, $"Datasets of run {run.Id}: {answer.Problem}", counts);
    }

    private static async Task LinkAsync(ImportTarget target, ImportTally tally, MlflowRun run, CancellationToken cancellationToken)
    {
        if (run.UsedModels.Count > 0)
        {
            await SendAsync("runs/log-inputs", new JsonArray([.. run.UsedModels.Select(model => new JsonObject { ["model_id"] = model })]));
        }

        if (run.MadeModels.Count > 0)
        {
            await SendAsync(
                "runs/outputs",
                new JsonArray([.. run.MadeModels.Select(made => new JsonObject { ["model_id"] = made.Model, ["step"] = made.Step })]));
        }

        async Task SendAsync(string call, JsonArray models)
        {
            var body = new JsonObject { ["run_id"] = run.Id, ["models"] = models };
            var answer = await target.MlflowAsync(HttpMethod.Post, call, body, cancellationToken);
            if (!answer.Ok)
                tally.Missed(run.Id, $"The models of run {run.Id}: {answer.Problem}");
        }
    }

    private static string State(string status) => status switch
    {
        "RUNNING" or "1" => "running",
        "SCHEDULED" or "2" => "pending",
        "FAILED" or "4" => "failed",
        "KILLED" or "5" => "killed",
        _ => "finished",
    };

    private static JsonObject Object(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var json = new JsonObject();
        foreach (var (key, value) in pairs)
            json[key] = value;
        return json;
    }
}
