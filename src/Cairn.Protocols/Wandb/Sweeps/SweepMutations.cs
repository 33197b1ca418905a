using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Sweeps;
using Cairn.Protocols.Wandb.Filters;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Sweeps;

/// <summary>What makes and steers sweeps, and what their agents call.</summary>
internal sealed class SweepMutations
{
    private const int PriorLimit = 10_000;
    private readonly WandbTypes _types;
    private readonly SweepStore _sweeps;
    private readonly SweepScheduler _scheduler;
    private readonly ProjectStore _projects;
    private readonly RunUpserts _upserts;
    private readonly RunStore _runs;
    private readonly RunIndex _index;

    public SweepMutations(
        WandbTypes types, SweepStore sweeps, SweepScheduler scheduler, ProjectStore projects, RunUpserts upserts, RunStore runs, RunIndex index)
    {
        (_types, _sweeps, _scheduler, _projects, _upserts, _runs, _index) = (types, sweeps, scheduler, projects, upserts, runs, index);
        types.Mutation
            .AddAsync("upsertSweep", UpsertAsync)
            .AddAsync("createAgent", CreateAgentAsync)
            .AddAsync("agentHeartbeat", HeartbeatAsync);
    }

    private async Task<object?> UpsertAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var text = Config(input.Filled("config"));
        var change = new SweepChange
        {
            Name = input.Filled("displayName"),
            Description = input.Filled("description"),
            State = State(input.Filled("state")),
            Text = text,
            Controller = input.Filled("controller"),
            Scheduler = input.Filled("scheduler"),
        };
        Outcome<Sweep> outcome;
        if (input.Filled("id") is { } id)
        {
            var number = WandbId.Number("Sweep", id) ?? throw GraphException.NotFound($"There is no sweep with id '{id}'.");
            outcome = await _sweeps.UpdateAsync(context.Caller, number, change, context.CancellationToken).ConfigureAwait(false);
        }
        else
        {
            var project = await _upserts.OpenProjectAsync(context.Caller, input, context.CancellationToken).ConfigureAwait(false);
            var prior = Prior(context.Caller, project, input.Filled("priorRunsFilters"));
            outcome = await _sweeps.CreateAsync(
                context.Caller, project, text ?? throw GraphException.Invalid("A sweep needs a configuration."), change,
                context.CancellationToken).ConfigureAwait(false);
            if (outcome.Try(out var made, out _) && prior.Count > 0)
                await TakeInAsync(context, made, prior).ConfigureAwait(false);
        }

        return GraphNode.Plain(
            "UpsertSweepPayload",
            ("sweep", _types.Sweep.Of(Done(outcome))),
            ("configValidationWarnings", Array.Empty<string>()));
    }

    private IReadOnlyList<Run> Prior(Caller caller, Project project, string? filters)
    {
        if (filters is null)
            return [];
        var filter = WandbFilterParser.Parse(filters);
        if (!filter.IsFilter)
            throw GraphException.Invalid($"{filter.Problem.Expected} {filter.Problem.Remedy}");
        var found = _index.Query(new RunQuery
        {
            Projects = [project.Id],
            Filter = filter.Filter,
            Sort = [new RunSort(RunColumn.Attribute("createdAt"))],
            Limit = PriorLimit,
        })!;
        return _runs.Find(caller, [.. found.Rows.Select(row => row.Id)]);
    }

    private async Task TakeInAsync(GraphContext context, Sweep sweep, IReadOnlyList<Run> prior)
    {
        await _scheduler.AddPriorAsync(context.Caller, sweep, prior, context.CancellationToken).ConfigureAwait(false);

        // A run that is another sweep's trial stays so.
        foreach (var run in prior.Where(run => WandbRun.Sweep(run) is null))
        {
            await _runs.UpdateAsync(
                context.Caller, run.Id, new RunChange { Labels = WandbRun.SweepLabels(sweep.Uid) }, context.CancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<object?> CreateAgentAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var team = input.Filled("entityName") ?? ProjectRules.DefaultTeam;
        var name = input.Filled("projectName") ?? RunUpserts.DefaultProject;
        var sweep = _projects.Find(context.Caller, team, name) is { DeletedAt: null } project
            ? _sweeps.Find(context.Caller, project.Id, input.Needed("sweep"))
            : null;
        if (sweep is null)
            throw GraphException.NotFound($"There is no sweep {team}/{name}/{input.Text("sweep")}.");
        var agent = await _sweeps.AddAgentAsync(
            context.Caller, sweep.Id, input.Text("host") ?? "", context.CancellationToken).ConfigureAwait(false);
        return GraphNode.Plain("CreateAgentPayload", ("agent", _types.Agent.Of(agent)));
    }

    private async Task<object?> HeartbeatAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        var id = input.Text("id");
        var agent = WandbId.Number("Agent", id) is { } number ? _sweeps.FindAgent(context.Caller, number) : null;
        var sweep = agent is null ? null : _sweeps.Find(context.Caller, agent.SweepId);
        if (agent is null || sweep is null)
            throw GraphException.NotFound($"There is no agent with id '{id}'.");
        var active = input.Json("runState") is { } states
            ? states.EnumerateObject().Where(run => run.Value.ValueKind == JsonValueKind.True).Select(run => run.Name).ToList()
            : [];
        var commands = Done(await _scheduler.HeartbeatAsync(
            context.Caller, agent.Id, active, WandbRun.SweepLabels(sweep.Uid), "wandb", context.CancellationToken).ConfigureAwait(false));
        var program = sweep.Config.TryGetProperty("program", out var named) ? named.ToString() : null;
        return GraphNode.Plain(
            "AgentHeartbeatPayload",
            ("agent", _types.Agent.Of(agent)),
            ("commands", new JsonArray([.. commands.Select(command => (JsonNode)Write(command, program))]).ToJsonString()));
    }

    private static JsonObject Write(SweepCommand command, string? program) => command switch
    {
        SweepCommand.Run run => new JsonObject
        {
            ["type"] = run.Resume ? "resume" : "run",
            ["run_id"] = run.Uid,
            ["run_storage_id"] = WandbId.Of("Run", run.RunId),
            ["args"] = JsonNode.Parse(run.Values.GetRawText()),
            ["program"] = program,
            ["logs"] = new JsonArray(),
        },
        SweepCommand.Stop stop => new JsonObject { ["type"] = "stop", ["run_id"] = stop.Uid },
        _ => new JsonObject { ["type"] = "exit" },
    };

    // Clients that only change the state send an empty configuration along.
    private static string? Config(string? text) => text?.Trim() is null or "" or "{}" or "null" ? null : text;

    private static SweepState? State(string? word)
    {
        if (word is null)
            return null;
        return word.ToUpperInvariant() switch
        {
            "CANCELLED" => SweepState.Canceled,
            "STOPPED" => SweepState.Finished,
            var known => Enum.TryParse<SweepState>(known, ignoreCase: true, out var state)
                ? state
                : throw GraphException.Invalid($"A sweep can't be '{word}'."),
        };
    }

    private static T Done<T>(Outcome<T> outcome) =>
        outcome.Try(out var value, out var refusal) ? value : throw GraphException.From(refusal);
}
