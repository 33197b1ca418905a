using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Analysis.Sweeps;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Core.Sweeps;

/// <summary>Tells agents what to do: one trial at a time for each, chosen by the sweep's search.</summary>
public sealed class SweepScheduler(
    SweepStore sweeps, ProjectStore projects, RunStore runs, SeriesStore series, TimeProvider time)
{
    // When a trial was issued that waits for an agent: long ago, so that no one waits for the one that had it.
    private const long PutBack = 0;
    private readonly ConcurrentDictionary<long, SemaphoreSlim> _gates = new();

    /// <summary>An agent's sign of life with the uids of the trials that it runs; answers what it is to do.</summary>
    public async Task<Outcome<SweepCommand[]>> HeartbeatAsync(
        Caller caller, long agentId, IReadOnlyCollection<string> active, JsonElement labels, string source,
        CancellationToken cancellationToken = default)
    {
        if (sweeps.FindAgent(caller, agentId) is not { } agent || sweeps.Find(caller, agent.SweepId) is not { } sweep)
            return Refusal.NotFound($"There is no agent with id {agentId}.");

        // Two agents that ask at once must not get the same point of a grid.
        var gate = _gates.GetOrAdd(sweep.Id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await sweeps.NoteAsync(agent, cancellationToken).ConfigureAwait(false);
            SweepCommand[]? settled = sweep.State switch
            {
                SweepState.Paused => [],
                SweepState.Finished => active.Count > 0 ? [] : await PutBackAsync(caller, agent, cancellationToken).ConfigureAwait(false),
                SweepState.Canceled => [.. active.Select(uid => new SweepCommand.Stop(uid)), new SweepCommand.Exit()],
                _ => null,
            };
            return settled
                ?? await NextAsync(caller, sweep, agent, active, labels, source, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The best value of the sweep's metric over its trials; null when none has one.</summary>
    public double? Best(Caller caller, Sweep sweep)
    {
        if (!SweepConfig.Define(sweep.Config).Try(out var definition, out _) || definition.Metric is not { } metric)
            return null;
        var values = sweeps.Trials(caller, sweep.Id).Select(trial => BestOf(trial.RunId, metric)).OfType<double>().Where(double.IsFinite).ToList();
        return values.Count == 0 ? null : metric.Goal == SweepGoal.Maximize ? values.Max() : values.Min();
    }

    /// <summary>How many trials the sweep will have; null where only its people know, as for all but grids.</summary>
    public static long? Expected(Sweep sweep)
    {
        if (!SweepConfig.Define(sweep.Config).Try(out var definition, out _) || definition.Method != SweepMethod.Grid)
            return null;
        return definition.Space.Count() is { } count ? Math.Min(count, definition.RunCap ?? long.MaxValue) : null;
    }

    /// <summary>
    /// Takes runs that are there into a new sweep as its first trials, with the settings of its space that they have, so
    /// that the search goes on from what they came to.
    /// </summary>
    public async Task AddPriorAsync(
        Caller caller, Sweep sweep, IReadOnlyList<Run> prior, CancellationToken cancellationToken = default)
    {
        var names = SweepConfig.Define(sweep.Config).Try(out var definition, out _)
            ? definition.Space.Parameters.Select(parameter => parameter.Path[0]).Distinct(StringComparer.Ordinal).ToList()
            : [];
        var number = 0;
        foreach (var run in prior)
        {
            var values = new JsonObject();
            foreach (var name in names)
            {
                if (run.Config.TryGetProperty(name, out var value))
                    values[name] = new JsonObject { ["value"] = JsonNode.Parse(value.GetRawText()) };
            }

            await sweeps.KeepAsync(
                new SweepTrialEntry(
                    sweep.Id, number++, run.Id, 0, JsonSerializer.SerializeToElement(values), time.GetUtcNow().ToUnixTimeMilliseconds(), false),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Puts a failed or stopped trial back into the queue: the next agent that asks gets it, before new trials and
    /// also when the sweep has finished.
    /// </summary>
    public async Task<Outcome<SweepTrialEntry>> RequeueAsync(
        Caller caller, Sweep sweep, long number, CancellationToken cancellationToken = default)
    {
        var gate = _gates.GetOrAdd(sweep.Id, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (sweeps.Trials(caller, sweep.Id).FirstOrDefault(one => one.Number == number) is not { } trial)
                return Refusal.NotFound($"The sweep has no trial {number}.");
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (SweepRules.CheckRequeue(sweep, trial, runs.Find(caller, trial.RunId), now) is { } refusal)
                return refusal;
            var changed = await runs.UpdateAsync(caller, trial.RunId, new RunChange { State = RunState.Pending }, cancellationToken).ConfigureAwait(false);
            if (changed.Refusal is { } unchanged)
                return unchanged;

            var queued = trial with { IssuedAt = PutBack, Stopped = false };
            await sweeps.KeepAsync(queued, cancellationToken).ConfigureAwait(false);
            return queued;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<Outcome<SweepCommand[]>> NextAsync(
        Caller caller, Sweep sweep, SweepAgent agent, IReadOnlyCollection<string> active, JsonElement labels, string source,
        CancellationToken cancellationToken)
    {
        if (!SweepConfig.Define(sweep.Config).Try(out var definition, out var unsound))
            return unsound;
        var trials = sweeps.Trials(caller, sweep.Id);
        var known = runs.Find(caller, [.. trials.Select(trial => trial.RunId)]).ToDictionary(run => run.Id);
        var stops = await StopsAsync(definition, trials, known, agent, cancellationToken).ConfigureAwait(false);
        if (stops.Length > 0)
            return stops;
        if (active.Count > 0 || trials.Any(trial => trial.AgentId == agent.Id && IsUnderWay(known.GetValueOrDefault(trial.RunId), trial)))
            return Array.Empty<SweepCommand>();
        if (definition.Method == SweepMethod.Custom)
            return Array.Empty<SweepCommand>();

        // A trial that was put back into the queue goes before new ones.
        if (await QueuedAsync(trials, known, agent, cancellationToken).ConfigureAwait(false) is { } queued)
            return new[] { queued };

        var proposed = SweepSearch.Propose(
            definition, [.. trials.Select(trial => ToTrial(trial, known.GetValueOrDefault(trial.RunId), definition.Metric, history: false))],
            (ulong)sweep.Id);
        if (!proposed.Try(out var proposal, out var problem))
            return Refusal.Invalid(problem.Parameter, problem.Detail, remedy: problem.Remedy);
        if (proposal.Values is not { } values)
        {
            // Other agents may still be at work on the last trials; this one has nothing left to do.
            if (!trials.Any(trial => IsUnderWay(known.GetValueOrDefault(trial.RunId), trial)))
                await sweeps.UpdateAsync(caller, sweep.Id, new SweepChange { State = SweepState.Finished }, cancellationToken).ConfigureAwait(false);
            return new SweepCommand[] { new SweepCommand.Exit() };
        }

        return await IssueAsync(caller, sweep, agent, trials.Count, values, labels, source, cancellationToken).ConfigureAwait(false);
    }

    // A finished sweep makes no new trials; those that a person put back since are still done.
    private async Task<SweepCommand[]> PutBackAsync(Caller caller, SweepAgent agent, CancellationToken cancellationToken)
    {
        var trials = sweeps.Trials(caller, agent.SweepId);
        var known = runs.Find(caller, [.. trials.Select(trial => trial.RunId)]).ToDictionary(run => run.Id);
        if (trials.Any(trial => trial.AgentId == agent.Id && trial.IssuedAt != PutBack && IsUnderWay(known.GetValueOrDefault(trial.RunId), trial)))
            return [];
        return
        [
            await QueuedAsync(trials.Where(trial => trial.IssuedAt == PutBack), known, agent, cancellationToken).ConfigureAwait(false)
                ?? new SweepCommand.Exit(),
        ];
    }

    private async Task<SweepCommand?> QueuedAsync(
        IEnumerable<SweepTrialEntry> trials, Dictionary<long, Run> known, SweepAgent agent, CancellationToken cancellationToken)
    {
        foreach (var trial in trials)
        {
            if (known.GetValueOrDefault(trial.RunId) is not { State: RunState.Pending, DeletedAt: null } lost || IsUnderWay(lost, trial))
                continue;
            await sweeps.KeepAsync(
                trial with { AgentId = agent.Id, IssuedAt = time.GetUtcNow().ToUnixTimeMilliseconds(), Stopped = false },
                cancellationToken).ConfigureAwait(false);
            return new SweepCommand.Run(lost.Uid, lost.Id, trial.Values, Resume: true);
        }

        return null;
    }

    private async Task<Outcome<SweepCommand[]>> IssueAsync(
        Caller caller, Sweep sweep, SweepAgent agent, long number, JsonElement values, JsonElement labels, string source,
        CancellationToken cancellationToken)
    {
        var project = projects.Find(caller, sweep.ProjectId)!;
        var config = new JsonObject();
        foreach (var setting in values.EnumerateObject())
            config[setting.Name] = JsonNode.Parse(setting.Value.GetProperty("value").GetRawText());
        var started = await runs.StartAsync(
            caller,
            project,
            new RunStart
            {
                Name = RunRules.NewName(projects.Activity(caller, project).RunCount + 1),
                State = RunState.Pending,
                Source = source,
                Labels = labels,
                Config = JsonSerializer.SerializeToElement(config),
            },
            cancellationToken).ConfigureAwait(false);
        if (!started.Try(out var made, out var refusal))
            return refusal;
        await sweeps.KeepAsync(
            new SweepTrialEntry(sweep.Id, number, made.Run.Id, agent.Id, values, time.GetUtcNow().ToUnixTimeMilliseconds(), false),
            cancellationToken).ConfigureAwait(false);
        return new SweepCommand[] { new SweepCommand.Run(made.Run.Uid, made.Run.Id, values, Resume: false) };
    }

    private async Task<SweepCommand[]> StopsAsync(
        SweepDefinition definition, IReadOnlyList<SweepTrialEntry> trials, Dictionary<long, Run> known, SweepAgent agent,
        CancellationToken cancellationToken)
    {
        if (definition is not { EarlyTerminate: { } rule, Metric: { } metric })
            return [];
        var seen = trials.Select(trial => ToTrial(trial, known.GetValueOrDefault(trial.RunId), metric, history: true)).ToList();
        var commands = new List<SweepCommand>();
        foreach (var index in rule.ToStop(seen, metric.Goal))
        {
            var trial = trials[index];
            if (trial.AgentId != agent.Id || trial.Stopped || known.GetValueOrDefault(trial.RunId) is not { State: RunState.Running } run)
                continue;
            await sweeps.KeepAsync(trial with { Stopped = true }, cancellationToken).ConfigureAwait(false);
            commands.Add(new SweepCommand.Stop(run.Uid));
        }

        return [.. commands];
    }

    private bool IsUnderWay(Run? run, SweepTrialEntry trial) =>
        SweepRules.IsUnderWay(trial, run, time.GetUtcNow().ToUnixTimeMilliseconds());

    private SweepTrial ToTrial(SweepTrialEntry trial, Run? run, SweepMetric? metric, bool history) => new(
        trial.Values,
        run?.State switch
        {
            RunState.Running or RunState.Pending => SweepTrialState.Running,
            RunState.Finished => SweepTrialState.Finished,
            RunState.Failed or RunState.Killed or RunState.Crashed when trial.Stopped => SweepTrialState.Finished,
            _ => SweepTrialState.Failed,
        },
        metric is null ? null : BestOf(trial.RunId, metric),
        history && metric is not null ? series.ReadPoints(trial.RunId, metric.Name).Values : null);

    private double? BestOf(long run, SweepMetric metric) => SweepQuery.BestOf(series, run, metric);
}
