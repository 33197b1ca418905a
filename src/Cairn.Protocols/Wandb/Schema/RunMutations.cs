using System.Globalization;
using Cairn.Core;
using Cairn.Core.Alerts;
using Cairn.Core.Files;
using Cairn.Core.Logging;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Streams;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Protocols.Wandb.Streaming;
using Cairn.Protocols.Wandb.Uploads;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>What changes runs and their files.</summary>
internal sealed class RunMutations
{
    private readonly WandbTypes _types;
    private readonly RunUpserts _upserts;
    private readonly RunAddresses _addresses;
    private readonly RunStore _runs;
    private readonly ProjectStore _projects;
    private readonly ProjectTrash _trash;
    private readonly FileStore _files;
    private readonly Links _links;
    private readonly RunLog _log;
    private readonly StreamStore _streams;
    private readonly RunHistory _history;
    private readonly AlertStore _alerts;
    private readonly TimeProvider _time;

    public RunMutations(
        WandbTypes types, RunUpserts upserts, RunAddresses addresses, RunStore runs, ProjectStore projects, ProjectTrash trash,
        FileStore files, Links links, RunLog log, StreamStore streams, RunHistory history, AlertStore alerts, TimeProvider time)
    {
        (_types, _upserts, _addresses, _runs, _projects, _trash) = (types, upserts, addresses, runs, projects, trash);
        (_files, _links, _log, _streams, _history, _alerts, _time) = (files, links, log, streams, history, alerts, time);
        types.Mutation
            .AddAsync("upsertBucket", UpsertAsync)
            .AddAsync("createRunFiles", CreateFilesAsync)
            .AddAsync("markRunFilesUploaded", MarkUploadedAsync)
            .AddAsync("deleteFiles", DeleteFilesAsync)
            .AddAsync("stopRun", StopAsync)
            .AddAsync("deleteRun", DeleteAsync)
            .AddAsync("deleteModel", DeleteProjectAsync)
            .AddAsync("updateRunState", UpdateStateAsync)
            .AddAsync("rewindRun", RewindAsync)
            .AddAsync("notifyScriptableRunAlert", AlertAsync);
    }

    private async Task<object?> UpsertAsync(object root, GraphArgs args)
    {
        var (run, created) = await _upserts.UpsertAsync(args.Object("input")).ConfigureAwait(false);
        return GraphNode.Plain(
            "UpsertBucketPayload",
            ("bucket", _types.Run.Of(run)),
            ("inserted", created),
            ("serverSettings", GraphNode.Plain("ServerSettings", ("serverMessages", Array.Empty<object>()))));
    }

    private async Task<object?> CreateFilesAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var run = await OpenAsync(input).ConfigureAwait(false);
        var files = (input.Texts("files") ?? []).Select(path => _types.File.Of(_links.File(args.Context, run, path, null)));
        return GraphNode.Plain(
            "CreateRunFilesPayload",
            ("runID", WandbTypes.IdOf(run)),
            ("uploadHeaders", Array.Empty<string>()),
            ("files", files));
    }

    // A run whose files come before the run itself is made by them.
    private async Task<Run> OpenAsync(GraphArgs input)
    {
        var context = input.Context;
        var project = await _upserts.OpenProjectAsync(context.Caller, input, context.CancellationToken).ConfigureAwait(false);
        return _addresses.Find(context.Caller, project.Team, project.Name, input.Needed("runName"))
            ?? throw GraphException.NotFound($"There is no run {project.Path}/{input.Text("runName")}.");
    }

    private async Task<object?> MarkUploadedAsync(object root, GraphArgs args)
    {
        _ = await OpenAsync(args.Object("input")).ConfigureAwait(false);
        return Success("MarkRunFilesUploadedPayload");
    }

    private async Task<object?> DeleteFilesAsync(object root, GraphArgs args)
    {
        foreach (var id in args.Object("input").Texts("files") ?? [])
        {
            if (WandbId.Name("File", id) is not { } name || name.Split(':', 2) is not [var run, var path]
                || !long.TryParse(run, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw GraphException.NotFound($"There is no file with id '{id}'.");
            }

            await _files.DeleteAsync(args.Context.Caller, number, path, args.Context.CancellationToken).ConfigureAwait(false);
        }

        return Success("DeleteFilesPayload");
    }

    private async Task<object?> StopAsync(object root, GraphArgs args)
    {
        Done(await _runs.RequestStopAsync(args.Context.Caller, RunId(args), args.Context.CancellationToken).ConfigureAwait(false));
        return Success("StopRunPayload");
    }

    private async Task<object?> DeleteAsync(object root, GraphArgs args)
    {
        Done(await _runs.TrashAsync(args.Context.Caller, RunId(args), args.Context.CancellationToken).ConfigureAwait(false));
        return Success("DeleteRunPayload");
    }

    private async Task<object?> DeleteProjectAsync(object root, GraphArgs args)
    {
        var id = args.Object("input").Text("id");
        var number = WandbId.Number("Project", id) ?? throw GraphException.NotFound($"There is no project with id '{id}'.");
        Done(await _trash.TrashAsync(args.Context.Caller, number, args.Context.CancellationToken).ConfigureAwait(false));
        return Success("DeleteModelPayload");
    }

    private async Task<object?> UpdateStateAsync(object root, GraphArgs args)
    {
        var wanted = args.Object("input").Text("state") ?? "";
        var state = RunStates.Parse(wanted) is { } known and (RunState.Pending or RunState.Failed)
            ? known
            : throw GraphException.Invalid($"A run can't be set to '{wanted}': only to pending or failed.");
        Done(await _runs.UpdateAsync(
            args.Context.Caller,
            RunId(args),
            (run, now) => (state, run.State) switch
            {
                (RunState.Pending, RunState.Finished or RunState.Killed) or (RunState.Failed, not (RunState.Pending or RunState.Running)) =>
                    Refusal.Invalid("state", $"A {RunStates.Text(run.State)} run can't become {wanted}."),
                _ => RunRules.Apply(run, new RunChange { State = state }, now),
            },
            args.Context.CancellationToken).ConfigureAwait(false));
        return Success("UpdateRunStatePayload");
    }

    private async Task<object?> RewindAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var context = args.Context;
        if (input.Text("metricName") is not (null or "_step"))
            throw GraphException.Invalid("A run is rewound to a _step.");
        var step = (long)(input.Number("metricValue") ?? throw GraphException.Invalid("'metricValue' is missing."));
        var project = input.Filled("projectName") ?? RunUpserts.DefaultProject;
        var run = _addresses.Find(context.Caller, input.Filled("entityName") ?? ProjectRules.DefaultTeam, project, input.Needed("runName"));
        if (run is null or { DeletedAt: not null })
            return GraphNode.Plain("RewindRunPayload", ("rewoundRun", null));
        Done(await _log.RewindAsync(context.Caller, run.Id, step, context.CancellationToken).ConfigureAwait(false));
        var rows = _history.Rows(context.Caller, run, long.MinValue, long.MaxValue, int.MaxValue);
        await _streams.ResetAsync(
            context.Caller, run.Id, new StreamEnd(StreamNames.History, "", rows.Count, rows.Count == 0 ? "{}" : rows[^1]),
            context.CancellationToken).ConfigureAwait(false);

        // The client begins its summary anew, and until it has sent it none of the dropped rows' values may stand.
        var summed = await _runs.UpdateAsync(
            context.Caller, run.Id, (known, _) => known with { Summary = rows.Count == 0 ? JsonObjects.Empty : LooseJson.Parse(rows[^1]) },
            context.CancellationToken).ConfigureAwait(false);
        Done(summed);
        return GraphNode.Plain("RewindRunPayload", ("rewoundRun", _types.Run.Of(summed.Value!)));
    }

    private async Task<object?> AlertAsync(object root, GraphArgs args)
    {
        var input = args.Object("input");
        var run = await OpenAsync(input).ConfigureAwait(false);
        var context = args.Context;
        var title = input.Text("title") is { Length: > 0 } given ? given[..Math.Min(given.Length, AlertStore.TitleLimit)] : "Alert";
        var text = input.Text("text") ?? "";
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();

        // Its sender asks not to hear the same alert again within this time.
        var wait = input.Number("waitDuration") ?? 0;
        if (_alerts.List(context.Caller, run.Id).Any(alert => alert.Title == title && now - alert.Time < wait))
            return Success("NotifyScriptableRunAlertPayload");
        Done(await _alerts.AddAsync(
            context.Caller, run.Id, title, text[..Math.Min(text.Length, AlertStore.TextLimit)],
            input.Text("severity") switch { "ERROR" => "error", "WARN" => "warn", _ => "info" }, now,
            context.CancellationToken).ConfigureAwait(false));
        return Success("NotifyScriptableRunAlertPayload");
    }

    private static long RunId(GraphArgs args)
    {
        var id = args.Object("input").Text("id");
        return WandbId.Number("Run", id) ?? throw GraphException.NotFound($"There is no run with id '{id}'.");
    }

    private static GraphNode Success(string type) => GraphNode.Plain(type, ("success", true), ("clientMutationId", null));

    private static void Done<T>(Outcome<T> outcome)
    {
        if (outcome.Refusal is { } refusal)
            throw GraphException.From(refusal);
    }
}
