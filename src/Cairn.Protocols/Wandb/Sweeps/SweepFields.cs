using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Sweeps;
using Cairn.Protocols.Wandb.Artifacts;
using Cairn.Protocols.Wandb.Filters;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Schema;

namespace Cairn.Protocols.Wandb.Sweeps;

/// <summary>The fields of sweeps and agents, and of the projects that have them.</summary>
internal sealed class SweepFields
{
    private const int RunLimit = 10_000;
    private readonly WandbTypes _types;
    private readonly SweepStore _sweeps;
    private readonly RunStore _runs;
    private readonly RunIndex _index;

    public SweepFields(
        WandbTypes types, SweepStore sweeps, SweepScheduler scheduler, RunStore runs, RunIndex index, ProjectStore projects)
    {
        (_types, _sweeps, _runs, _index) = (types, sweeps, runs, index);
        types.Sweep
            .Add("id", sweep => WandbId.Of("Sweep", sweep.Id))
            .Add("name", sweep => sweep.Uid)
            .Add("displayName", sweep => sweep.Name)
            .Add("description", sweep => sweep.Description)
            .Add("state", sweep => sweep.State.ToString().ToUpperInvariant())
            .Add("config", sweep => sweep.Text)
            .Add("method", sweep => sweep.Config.TryGetProperty("method", out var method) ? method.ToString() : "")
            .Add("controller", sweep => sweep.Controller)
            .Add("scheduler", sweep => sweep.Scheduler)
            .Add("createdAt", sweep => Times.Iso(sweep.CreatedAt))
            .Add("updatedAt", sweep => Times.Iso(sweep.UpdatedAt))
            .Add("heartbeatAt", sweep => Times.Iso(sweep.HeartbeatAt))
            .Add("earlyStopJobRunning", sweep => sweep.Config.TryGetProperty("early_terminate", out _))
            .Add("project", (sweep, args) => types.Project.Of(projects.Find(args.Context.Caller, sweep.ProjectId)))
            .Add("bestLoss", (sweep, args) => scheduler.Best(args.Context.Caller, sweep) is { } best && double.IsFinite(best) ? best : null)
            .Add("runCount", sweep => Count(sweep))
            .Add("runCountExpected", sweep => SweepScheduler.Expected(sweep))
            .Add("runs", (sweep, args) => Connections.Of("Run", Runs(args.Context.Caller, sweep), args, types.Run.Of, first: 1000))
            .Add("priorRuns", (sweep, args) => Connections.Of("Run", Prior(args.Context.Caller, sweep), args, types.Run.Of, first: 1000))
            .Add("agents", (sweep, args) => Connections.Of("Agent", sweeps.Agents(args.Context.Caller, sweep.Id), args, types.Agent.Of))
            .Add("agent", (sweep, args) => types.Agent.Of(
                WandbId.Number("Agent", args.Text("agentName")) is { } id && sweeps.FindAgent(args.Context.Caller, id) is { } agent
                    && agent.SweepId == sweep.Id ? agent : null));
        types.Agent
            .Add("id", agent => WandbId.Of("Agent", agent.Id))
            .Add("name", agent => WandbId.Of("Agent", agent.Id))
            .Add("host", agent => agent.Host)
            .Add("createdAt", agent => Times.Iso(agent.CreatedAt))
            .Add("heartbeatAt", agent => Times.Iso(agent.HeartbeatAt))
            .Constant("state", "RUNNING")
            .Add("totalRuns", (agent, args) => RunsOf(args.Context.Caller, agent).Count)
            .Add("runs", (agent, args) => Connections.Of("Run", RunsOf(args.Context.Caller, agent), args, types.Run.Of));
        types.Project
            .Add("sweep", (project, args) => types.Sweep.Of(
                args.Filled("sweepName") is { } uid ? sweeps.Find(args.Context.Caller, project.Id, uid) : null))
            .Add("sweeps", Sweeps)
            .Add("totalSweeps", (project, args) => Filtered(project, args).Count);
    }

    private GraphNode Sweeps(Project project, GraphArgs args) =>
        Connections.Of("Sweep", Filtered(project, args), args, _types.Sweep.Of, first: 50);

    private List<Sweep> Filtered(Project project, GraphArgs args)
    {
        var passes = DocumentFilter.Parse<Sweep>(args.Text("filters"), (sweep, field) => field switch
        {
            "name" => [sweep.Uid],
            "displayName" or "display_name" => sweep.Name is { } name ? [name] : [],
            "state" => [sweep.State.ToString().ToUpperInvariant(), sweep.State.ToString().ToLowerInvariant()],
            "createdAt" or "created_at" => [Times.Iso(sweep.CreatedAt)],
            "updatedAt" or "updated_at" => [Times.Iso(sweep.UpdatedAt)],
            "method" => sweep.Config.TryGetProperty("method", out var method) ? [method.ToString()] : [],
            _ => null,
        });
        return [.. _sweeps.List(args.Context.Caller, project.Id).Where(passes)];
    }

    private static RunQuery Query(Sweep sweep, int limit) => new()
    {
        Projects = [sweep.ProjectId],
        Filter = new RunFilter.Compare(RunColumn.Label(WandbFields.SweepLabel), RunComparison.Equal, RunValue.Of(sweep.Uid)),
        Sort = [new RunSort(RunColumn.Attribute("createdAt"))],
        Limit = limit,
    };

    private long Count(Sweep sweep) => _index.Query(Query(sweep, 0))!.Total;

    private IReadOnlyList<Run> Runs(Caller caller, Sweep sweep) =>
        _runs.Find(caller, [.. _index.Query(Query(sweep, RunLimit))!.Rows.Select(row => row.Id)]);

    private IReadOnlyList<Run> RunsOf(Caller caller, SweepAgent agent) => _runs.Find(
        caller,
        [.. _sweeps.Trials(caller, agent.SweepId).Where(trial => trial.AgentId == agent.Id).Select(trial => trial.RunId)]);

    private IReadOnlyList<Run> Prior(Caller caller, Sweep sweep) => _runs.Find(
        caller, [.. _sweeps.Trials(caller, sweep.Id).Where(trial => trial.AgentId == 0).Select(trial => trial.RunId)]);
}
