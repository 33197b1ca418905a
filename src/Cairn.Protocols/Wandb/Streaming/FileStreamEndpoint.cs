using System.Globalization;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Logging;
using Cairn.Core.Runs;
using Cairn.Core.Streams;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>Takes what a running client streams: history, events, summary and console, or just a sign of life.</summary>
internal sealed class FileStreamEndpoint(
    RunAddresses addresses, RunStore runs, RunLog log, StreamStore streams, TimeProvider time)
{
    // Rows may tell a start this many milliseconds before the server's without being those of an older, synced run.
    private const long ClockSlack = 5000;
    private const string WriterHeader = "X-WANDB-ASYNC-CLIENT-ID";

    /// <summary>Answers a request once everything in it is on disk.</summary>
    public async Task HandleAsync(HttpContext context, Caller caller, string entity, string project, string uid)
    {
        var cancellationToken = context.RequestAborted;
        var length = context.Request.Headers.ContentEncoding.Count == 0 ? context.Request.ContentLength : null;
        using var body = await StreamBody.ReadAsync(context.Request.BodyReader, length, cancellationToken).ConfigureAwait(false);
        if (body is null)
        {
            await WandbErrors.WriteAsync(
                context, StatusCodes.Status413PayloadTooLarge, $"A request may have {StreamBody.Limit} bytes.").ConfigureAwait(false);
            return;
        }

        var writer = context.Request.Headers[WriterHeader].ToString();
        var outcome = await TakeAsync(caller, entity, project, uid, writer, body, cancellationToken).ConfigureAwait(false);
        if (outcome.Try(out var run, out var refusal))
            await AnswerAsync(context, run).ConfigureAwait(false);
        else
            await WandbErrors.WriteAsync(context, refusal).ConfigureAwait(false);
    }

    private async Task<Outcome<Run>> TakeAsync(
        Caller caller, string entity, string project, string uid, string writer, StreamBody body,
        CancellationToken cancellationToken)
    {
        if (addresses.Find(caller, entity, project, uid) is not { } run)
            return Refusal.NotFound($"There is no run {entity}/{project}/{uid}.", "Start it first.");
        var (lines, request, points) = writer.Length == 0
            ? Read(run, body, LinePlaces.Own, LinePlaces.Own)
            : await ReadSharedAsync(caller, run, body, writer, cancellationToken).ConfigureAwait(false);
        var batch = new LogBatch
        {
            Points = points.Points == 0 ? null : points.Build(),
            LastStep = lines.History.LastStep,
            Records = lines.History.Records,
            Console = lines.Console.Entries,
            Streams = [.. Ends(lines, writer)],
        };
        var logged = await log.AppendAsync(caller, run.Id, batch, cancellationToken).ConfigureAwait(false);
        if (logged.Refusal is { } refusal)
        {
            addresses.Forget(entity, project, uid);
            return refusal;
        }

        return await ConcludeAsync(caller, run.Id, request, lines, writer.Length > 0, cancellationToken).ConfigureAwait(false);
    }

    private (StreamLines Lines, StreamRequest Request, SeriesBatchBuilder Points) Read(
        Run run, StreamBody body, LinePlaces rows, LinePlaces output)
    {
        var points = new SeriesBatchBuilder(run.Id);
        var lines = new StreamLines(
            new HistoryReader(run, points, rows),
            new EventReader(run, points),
            new ConsoleReader(output, time.GetUtcNow().ToUnixTimeMilliseconds()));
        return (lines, StreamRequest.Read(body.Utf8, lines), points);
    }

    // Several processes number their lines alike: the first reading tells which lines there are, the second puts them
    // where they were claimed.
    private async Task<(StreamLines, StreamRequest, SeriesBatchBuilder)> ReadSharedAsync(
        Caller caller, Run run, StreamBody body, string writer, CancellationToken cancellationToken)
    {
        var (counted, _, _) = Read(run, body, LinePlaces.Own, LinePlaces.Own);
        var rows = await ClaimAsync(StreamNames.History, counted.History.Lines).ConfigureAwait(false);
        var output = await ClaimAsync(StreamNames.Console, counted.Console.Lines).ConfigureAwait(false);
        return Read(run, body, rows, output);

        async Task<LinePlaces> ClaimAsync(string name, LineRange lines) => lines.IsEmpty
            ? LinePlaces.Own
            : new LinePlaces(await streams.ClaimAsync(
                caller, run.Id, name, writer, lines.First, lines.End - lines.First, cancellationToken).ConfigureAwait(false));
    }

    private static IEnumerable<StreamEnd> Ends(StreamLines lines, string writer)
    {
        if (!lines.History.Lines.IsEmpty)
            yield return lines.History.Lines.ToEnd(StreamNames.History, writer);
        if (!lines.Events.Lines.IsEmpty)
            yield return lines.Events.Lines.ToEnd(StreamNames.Events, writer);
        if (!lines.Console.Lines.IsEmpty)
            yield return lines.Console.Lines.ToEnd(StreamNames.Console, writer);
    }

    private async Task<Outcome<Run>> ConcludeAsync(
        Caller caller, long id, StreamRequest request, StreamLines lines, bool shared, CancellationToken cancellationToken)
    {
        var run = runs.Find(caller, id)!;
        var state = request switch
        {
            { Complete: true, ExitCode: null or 0 } => RunState.Finished,
            { Complete: true } => RunState.Failed,
            _ => RunState.Running,
        };
        var preempted = WandbRun.IsPreempting(run) != request.Preempting;
        var start = lines.History.Start is { } begun && begun < run.StartedAt - ClockSlack ? begun : (long?)null;
        if (lines.Summary is null && state == run.State && !preempted && start is null && request.ExitCode == run.ExitCode)
            return run;
        return await runs.UpdateAsync(
            caller,
            id,
            (now, at) =>
            {
                if (lines.Summary is { } sent)
                    now = now with { Summary = shared ? JsonObjects.Merge(now.Summary, sent) : sent };
                if (preempted)
                    now = WandbRun.WithPreempting(now, request.Preempting);
                var change = new RunChange { State = state, ExitCode = request.ExitCode, StartedAt = start };
                return RunRules.Apply(now, change with { FinishedAt = WandbRun.EndOfOldRun(now, change) }, at);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, Run run)
    {
        context.Response.ContentType = "application/json";
        var exit = run.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "null";
        var stopped = run.StopRequestedAt is null ? "false" : "true";
        return context.Response.WriteAsync($$"""{"exitcode":{{exit}},"limits":{},"stopped":{{stopped}}}""", context.RequestAborted);
    }
}
