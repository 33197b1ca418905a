using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Events;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Cairn.Protocols.Native;

/// <summary>What changes, told live as server-sent events.</summary>
internal static class EventEndpoints
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    public static void Map(RouteGroupBuilder api) => api.MapGet("/events", WatchAsync)
        .WithName("watchEvents").WithSummary("What changes, live.")
        .AddOpenApiOperationTransformer(NativeOpenApi.Answer("text/event-stream", binary: false));

    private static async Task WatchAsync(
        string? project, string? cursor, HttpContext context, Caller caller, EventHub events, ProjectStore projects,
        ServerIdentity server, IHostApplicationLifetime lifetime)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";

        // A watcher would otherwise hold up the end of the server until it goes away by itself.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, lifetime.ApplicationStopping);
        var ended = either.Token;
        var names = new Dictionary<long, string>();
        var given = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? cursor;
        var (after, known) = ReadCursor(given, server.Epoch, events.Last);

        // The first words tell the watcher where it stands, so that it can resume even before the first event.
        await WriteAsync(
            response, Cursor(server.Epoch, after), known ? "hello" : "reset", "{}", ended).ConfigureAwait(false);
        var stream = events.WatchAsync(after, ended).GetAsyncEnumerator(ended);
        try
        {
            var next = stream.MoveNextAsync().AsTask();
            while (true)
            {
                try
                {
                    if (!await next.WaitAsync(KeepAlive, ended).ConfigureAwait(false))
                        return;
                }
                catch (TimeoutException)
                {
                    await response.WriteAsync(": still here\n\n", ended).ConfigureAwait(false);
                    await response.Body.FlushAsync(ended).ConfigureAwait(false);
                    continue;
                }

                if (stream.Current is not { } one)
                {
                    await WriteAsync(response, Cursor(server.Epoch, events.Last), "reset", "{}", ended)
                        .ConfigureAwait(false);
                }
                else
                {
                    if (!names.TryGetValue(one.Project, out var path))
                        names[one.Project] = path = projects.Find(caller, one.Project)?.Path ?? "";
                    if (project is null || project == path)
                    {
                        var (name, wire) = Describe(one.Data, path);
                        await WriteAsync(
                            response,
                            Cursor(server.Epoch, one.Sequence),
                            name,
                            JsonSerializer.Serialize(wire, NativeJson.Default.EventWire),
                            ended).ConfigureAwait(false);
                    }
                }

                next = stream.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException)
        {
            // The watcher left.
        }
        finally
        {
            if (!ended.IsCancellationRequested)
                await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static (string Name, EventWire Wire) Describe(EventData data, string project) => data switch
    {
        EventData.RunEvent(var run, var kind) => ("run", new EventWire
        {
            Project = project,
            Run = run.Id,
            Uid = run.Uid,
            Name = run.Name,
            State = RunStates.Text(run.State),
            Change = kind.ToString().ToLowerInvariant(),
        }),
        EventData.Points(var run, var count, var lastStep) =>
            ("points", new EventWire { Project = project, Run = run, Points = count, LastStep = lastStep }),
        EventData.Records(var run, var keys) =>
            ("records", new EventWire { Project = project, Run = run, Keys = keys }),
        EventData.Console(var run, var total) =>
            ("console", new EventWire { Project = project, Run = run, Total = total }),
        EventData.Views => ("views", new EventWire { Project = project }),
        _ => ("landmarks", new EventWire { Project = project }),
    };

    private static async Task WriteAsync(
        HttpResponse response, string id, string name, string data, CancellationToken cancellationToken)
    {
        await response.WriteAsync($"id: {id}\nevent: {name}\ndata: {data}\n\n", Encoding.UTF8, cancellationToken)
            .ConfigureAwait(false);
        await response.Body.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Cursor(long epoch, long sequence) => $"{epoch:x}-{sequence}";

    // A cursor of an earlier process says nothing about this one's events.
    private static (long After, bool Known) ReadCursor(string? cursor, long epoch, long last)
    {
        if (string.IsNullOrEmpty(cursor))
            return (last, true);
        var parts = cursor.Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var from)
            && from == epoch
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var after)
            && after >= 0 && after <= last
            ? (after, true)
            : (last, false);
    }
}
