using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Logging;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Makes and changes runs the way <c>upsertBucket</c> says.</summary>
internal sealed class RunUpserts(
    ProjectStore projects, RunStore runs, SeriesStore series, RecordStore records, FileStore files, RunLog log)
{
    /// <summary>The project of runs that name none.</summary>
    public const string DefaultProject = "uncategorized";

    private const string Source = "wandb";
    private const int CopiedPoints = 100_000;
    private const int CopiedRecords = 1_000_000;
    private const string MediaFolder = "media/";

    /// <summary>Finds the run by its storage id or its path, or makes it with its project.</summary>
    /// <exception cref="GraphException">The run can't be made or changed so.</exception>
    public async Task<(Run Run, bool Created)> UpsertAsync(GraphArgs input)
    {
        var caller = input.Context.Caller;
        var cancellationToken = input.Context.CancellationToken;
        if (input.Filled("id") is { } id)
        {
            var number = WandbId.Number("Run", id) ?? throw GraphException.NotFound($"There is no run with id '{id}'.");
            var edited = await runs.UpdateAsync(
                caller, number, (run, now) => Apply(run, input, now, null), cancellationToken).ConfigureAwait(false);
            return edited.Try(out var result, out var problem) ? (result, false) : throw GraphException.From(problem);
        }

        var project = await OpenProjectAsync(caller, input, cancellationToken).ConfigureAwait(false);
        var known = input.Filled("name") is { } uid ? runs.Find(caller, project.Id, uid) : null;
        if (known is not null)
            return (await ChangeAsync(caller, known.Id, input, cancellationToken).ConfigureAwait(false), false);
        var (start, branch) = ToStart(caller, project, input);
        var parent = branch is null ? null : runs.Find(caller, project.Id, branch.Value.Run) is { DeletedAt: null } found
            ? found
            : throw GraphException.NotFound($"There is no run '{branch.Value.Run}' in {project.Path} to fork from.");
        var started = await runs.StartAsync(caller, project, start, cancellationToken).ConfigureAwait(false);
        if (!started.Try(out var made, out var refusal))
            throw GraphException.From(refusal);
        if (!made.Created)
            return (await ChangeAsync(caller, made.Run.Id, input, cancellationToken).ConfigureAwait(false), false);
        if (parent is not null)
            await CopyHistoryAsync(caller, parent.Id, made.Run.Id, branch!.Value.Step, cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>The project that a run's input names, made where it is missing.</summary>
    public async Task<Project> OpenProjectAsync(Caller caller, GraphArgs input, CancellationToken cancellationToken)
    {
        var opened = await projects.OpenAsync(
            caller,
            input.Filled("entityName") ?? ProjectRules.DefaultTeam,
            input.Filled("modelName") ?? input.Filled("projectName") ?? DefaultProject,
            cancellationToken: cancellationToken).ConfigureAwait(false);
        return opened.Try(out var project, out var refusal) ? project.Project : throw GraphException.From(refusal);
    }

    private async Task<Run> ChangeAsync(Caller caller, long id, GraphArgs input, CancellationToken cancellationToken)
    {
        var changed = await runs.UpdateAsync(
            caller, id, (run, now) => Apply(run, input, now, RunState.Running), cancellationToken).ConfigureAwait(false);
        return changed.Try(out var run, out var refusal) ? run : throw GraphException.From(refusal);
    }

    private (RunStart Start, (string Run, long Step)? Branch) ToStart(Caller caller, Project project, GraphArgs input)
    {
        var (config, internals) = input.Json("config") is { } sent ? WandbRun.Unwrap(sent) : (JsonObjects.Empty, null);
        var branch = BranchPoint(internals, input.Filled("name"));
        return (
            new RunStart
            {
                Uid = input.Filled("name"),
                Name = input.Filled("displayName")
                    ?? RunRules.NewName(projects.Activity(caller, project).RunCount + 1),
                Group = input.Filled("groupName"),
                JobType = input.Filled("jobType"),
                Notes = Notes(input),
                Parent = branch?.Run,
                Source = Source,
                Tags = input.Texts("tags"),
                Labels = input.Filled("sweep") is { } sweep ? WandbRun.SweepLabels(sweep) : null,
                Config = config,
                Environment = JsonObjects.Merge(
                    Environment(input, internals), JsonSerializer.SerializeToElement(new JsonObject { ["user"] = caller.Name })),
                Resume = RunResume.Allow,
                State = State(input) ?? RunState.Running,
            },
            branch);
    }

    // What is absent stays; config and tags come whole and replace what there was.
    private static Outcome<Run> Apply(Run run, GraphArgs input, long now, RunState? state)
    {
        JsonElement? internals = null;
        if (input.Json("config") is { } sent)
        {
            (var config, internals) = WandbRun.Unwrap(sent);
            run = run with { Config = config };
        }

        if (input.Json("summaryMetrics") is { } summary)
            run = run with { Summary = summary };
        var change = new RunChange
        {
            Name = input.Filled("displayName"),
            Group = input.Text("groupName"),
            JobType = input.Text("jobType"),
            Notes = Notes(input),
            Tags = input.Texts("tags"),
            Labels = input.Filled("sweep") is { } sweep ? WandbRun.SweepLabels(sweep) : null,
            Environment = Environment(input, internals),
            State = State(input) ?? state,
        };
        return RunRules.Check(change) is { } refusal ? refusal : RunRules.Apply(run, change, now);
    }

    private static string? Notes(GraphArgs input) => input.Text("notes") ?? input.Filled("description");

    private static RunState? State(GraphArgs input) =>
        input.Filled("state") is { } state ? RunStates.Parse(state) : null;

    private static JsonElement Environment(GraphArgs input, JsonElement? internals)
    {
        var environment = new JsonObject();
        if (internals is { } own)
        {
            environment[WandbRun.Internals] = JsonNode.Parse(own.GetRawText());
            if (DefinedMetrics.Read(own) is { } defined)
                environment[MetricDefinitions.Member] = MetricDefinitions.Write(defined);
            if (own.TryGetProperty("e", out var writers) && writers.ValueKind == JsonValueKind.Object)
            {
                foreach (var writer in writers.EnumerateObject().Where(one => one.Value.ValueKind == JsonValueKind.Object).Take(1))
                {
                    foreach (var (name, value) in JsonObject.Create(MachineDetails.From(writer.Value))!)
                        environment[name] = value?.DeepClone();
                }
            }
        }

        Set("host", input.Filled("host"));
        Set("program", input.Filled("jobProgram"));
        if (input.Filled("commit") is not null || input.Filled("jobRepo") is not null)
            environment["git"] = new JsonObject { ["commit"] = input.Filled("commit"), ["remote"] = input.Filled("jobRepo") };
        return JsonSerializer.SerializeToElement(environment);

        void Set(string name, string? value)
        {
            if (value is not null)
                environment[name] = value;
        }
    }

    // A rewound run names itself.
    private static (string Run, long Step)? BranchPoint(JsonElement? internals, string? uid) =>
        internals is { } own && own.TryGetProperty("branch_point", out var point) && point.ValueKind == JsonValueKind.Object
        && point.TryGetProperty("run_id", out var run) && run.GetString() is { Length: > 0 } name && name != uid
        && point.TryGetProperty("step", out var step) && step.TryGetDouble(out var at)
            ? (name, (long)at)
            : null;

    // A fork shows what its parent logged up to where it left it.
    private async Task CopyHistoryAsync(Caller caller, long from, long to, long lastStep, CancellationToken cancellationToken)
    {
        var media = records.Read(caller, from, new RecordQuery(ToStep: lastStep, Limit: CopiedRecords));
        if (media.Count > 0)
        {
            await files.CopyAsync(caller, from, to, MediaFolder, cancellationToken).ConfigureAwait(false);
            await log.AppendAsync(caller, to, new LogBatch { Records = media }, cancellationToken).ConfigureAwait(false);
        }

        foreach (var key in series.Keys(from))
        {
            SeriesPosition? after = null;
            do
            {
                var points = series.ReadPoints(from, key, toStep: lastStep, limit: CopiedPoints, after: after);
                if (points.Count == 0)
                    break;
                var copy = new SeriesBatchBuilder(to);
                for (var i = 0; i < points.Count; i++)
                {
                    copy.BeginRow(points.Steps[i], points.Times[i]);
                    copy.Add(key, points.Values[i]);
                    copy.EndRow();
                }

                using var batch = copy.Build();
                await log.AppendAsync(caller, to, new LogBatch { Points = batch, LastStep = points.Steps[^1] }, cancellationToken)
                    .ConfigureAwait(false);
                after = points.More ? points.End : null;
            }
            while (after is not null);
        }
    }
}
