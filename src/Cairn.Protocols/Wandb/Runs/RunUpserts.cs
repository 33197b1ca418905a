using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Makes and changes runs the way <c>upsertBucket</c> says.</summary>
internal sealed class RunUpserts(
    ProjectStore projects, RunStore runs, RunForks forks)
{
    /// <summary>The project of runs that name none.</summary>
    public const string DefaultProject = "uncategorized";

    private const string Source = "wandb";

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
            return (await GoOnAsync(caller, project, known.Id, input, cancellationToken).ConfigureAwait(false), false);
        var (start, branch) = ToStart(caller, project, input);
        var parent = branch is null ? null : forks.Parent(caller, project, branch)
            ?? throw GraphException.NotFound($"There is no run '{branch.Run}' in {project.Path} to fork from.");
        var started = await runs.StartAsync(caller, project, start, cancellationToken).ConfigureAwait(false);
        if (!started.Try(out var made, out var refusal))
            throw GraphException.From(refusal);
        if (!made.Created)
            return (await GoOnAsync(caller, project, made.Run.Id, input, cancellationToken).ConfigureAwait(false), false);
        if (parent is not null)
            await forks.FillAsync(caller, parent, made.Run, branch!.Step, cancellationToken).ConfigureAwait(false);
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

    // The client comes again where its first call was lost; what that call could not finish is finished now.
    private async Task<Run> GoOnAsync(Caller caller, Project project, long id, GraphArgs input, CancellationToken cancellationToken)
    {
        var changed = await runs.UpdateAsync(
            caller, id, (run, now) => Apply(run, input, now, RunState.Running), cancellationToken).ConfigureAwait(false);
        if (!changed.Try(out var run, out var refusal))
            throw GraphException.From(refusal);
        if (run.Parent is not null && input.Json("config") is { } config
            && BranchPoint.Read(WandbRun.Unwrap(config).Internals, run.Uid) is { } branch && branch.Run == run.Parent
            && forks.Parent(caller, project, branch) is { } parent)
            await forks.FillAsync(caller, parent, run, branch.Step, cancellationToken).ConfigureAwait(false);
        return run;
    }

    private (RunStart Start, BranchPoint? Branch) ToStart(Caller caller, Project project, GraphArgs input)
    {
        var (config, internals) = input.Json("config") is { } sent ? WandbRun.Unwrap(sent) : (JsonObjects.Empty, null);
        var branch = BranchPoint.Read(internals, input.Filled("name"));
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
}
