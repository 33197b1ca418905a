using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Cairn.Client.Tests.Server;

/// <summary>
/// A real Kestrel that keeps what it is sent by the wire's rules, survives restarts on the same port, and fails on
/// demand. A metric called <c>poison</c> is refused as a bad line.
/// </summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<StoredRun> _runs = [];
    private readonly List<string> _requests = [];
    private WebApplication? _app;

    public string Url { get; private set; } = "";

    /// <summary>Decides per request, by its 0-based number and "METHOD path".</summary>
    public Func<int, string, Fault> Faults { get; set; } = (_, _) => Fault.None;

    public List<JsonObject> Landmarks { get; } = [];

    public IReadOnlyList<StoredRun> Runs
    {
        get
        {
            lock (_gate)
                return [.. _runs];
        }
    }

    /// <summary>Whether the answers to logging ask the run to stop.</summary>
    public bool AskStop { get; set; }

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    public StoredRun Run => Runs.Single();

    public static async Task<RecordingServer> StartAsync()
    {
        var server = new RecordingServer();
        await server.UpAsync();
        return server;
    }

    /// <summary>Starts listening again where it did before.</summary>
    public async Task UpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var port = Url.Length == 0 ? 0 : new Uri(Url).Port;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        _app = builder.Build();
        _app.Use(FailAsync);
        Map(_app);
        await _app.StartAsync();
        Url = $"http://127.0.0.1:{new Uri(_app.Urls.First()).Port}";
    }

    /// <summary>Stops at once, dropping what is under way.</summary>
    public async Task DownAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app!.StopAsync(now.Token);
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await DownAsync();
    }

    private async Task FailAsync(HttpContext context, RequestDelegate next)
    {
        var what = $"{context.Request.Method} {context.Request.Path}";
        int number;
        lock (_gate)
        {
            number = _requests.Count;
            _requests.Add(what);
        }

        switch (Faults(number, what))
        {
            case Fault.Busy:
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "1";
                break;
            case Fault.Broken:
                context.Response.StatusCode = 500;
                break;
            case Fault.Reset:
                context.Abort();
                break;
            case Fault.LoseAnswer:
                var body = context.Response.Body;
                context.Response.Body = new MemoryStream();
                await next(context);
                context.Response.Body = body;
                context.Abort();
                break;
            default:
                await next(context);
                break;
        }
    }

    private void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapPost("/runs", (RequestDelegate)StartRunAsync);
        api.MapGet("/projects/{team}/{name}/runs/{uid}", (string team, string name, string uid) =>
            Find($"{team}/{name}", uid) is { } run ? Results.Json(Json(run)) : Results.NotFound());
        api.MapGet("/runs/{id:long}", (long id) => Find(id) is { } run ? Results.Json(Json(run)) : Results.NotFound());
        api.MapPatch("/runs/{id:long}", (RequestDelegate)ChangeAsync);
        api.MapPost("/runs/{id:long}/log", (RequestDelegate)LogAsync);
        api.MapGet("/runs/{id:long}/console", (long id) => Results.Json(new JsonObject
        {
            ["total"] = Find(id)!.Console.Count == 0 ? 0 : Find(id)!.Console.Keys.Max() + 1,
            ["lines"] = new JsonArray(),
        }));
        api.MapPut("/runs/{id:long}/files/{**path}", (RequestDelegate)PutFileAsync);
        api.MapPost("/runs/{id:long}/alerts", (RequestDelegate)AlertAsync);
        api.MapPost("/projects", () => Results.Json(new { id = 1 }, statusCode: 201));
        api.MapPut("/projects/{team}/{name}/landmarks", (RequestDelegate)LandmarkAsync);
    }

    private static long Id(HttpContext context) =>
        long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture);

    private static JsonObject Json(StoredRun run) => new()
    {
        ["id"] = run.Id,
        ["uid"] = run.Uid,
        ["state"] = run.State,
        ["startedAt"] = run.Start["startedAt"]?.DeepClone(),
        ["finishedAt"] = run.Changes["finishedAt"]?.DeepClone(),
        ["exitCode"] = run.Changes["exitCode"]?.DeepClone(),
    };

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        if (context.Request.Headers.ContentEncoding == "gzip")
        {
            await using var unpacked = new GZipStream(context.Request.Body, CompressionMode.Decompress);
            await unpacked.CopyToAsync(body);
        }
        else
        {
            await context.Request.Body.CopyToAsync(body);
        }

        return body.ToArray();
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { title = "Refused", status, detail });
    }

    private StoredRun? Find(long id) => Runs.SingleOrDefault(run => run.Id == id);

    private StoredRun? Find(string project, string uid) =>
        Runs.SingleOrDefault(run => run.Project == project && run.Uid == uid);

    private async Task StartRunAsync(HttpContext context)
    {
        var start = JsonNode.Parse(await BodyAsync(context))!.AsObject();
        var (project, uid) = (start["project"]!.GetValue<string>(), start["uid"]!.GetValue<string>());
        if (project == "local/forbidden")
        {
            await RefuseAsync(context, 422, "no such project may exist");
            return;
        }

        var known = Find(project, uid);
        var resume = start["resume"]?.GetValue<string>() ?? "allow";
        if (known is not null && resume == "never")
        {
            await RefuseAsync(context, 409, "the uid is taken");
            return;
        }

        if (known is null && resume == "must")
        {
            await RefuseAsync(context, 404, "there is no such run");
            return;
        }

        var run = known ?? new StoredRun(Runs.Count + 1, project, uid, start);
        lock (_gate)
        {
            if (known is null)
                _runs.Add(run);
            run.State = "running";
        }

        context.Response.StatusCode = known is null ? 201 : 200;
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["run"] = Json(run),
            ["created"] = known is null,
            ["url"] = $"{Url}/{project}/runs/{uid}",
        });
    }

    private async Task ChangeAsync(HttpContext context)
    {
        var change = JsonNode.Parse(await BodyAsync(context))!.AsObject();
        var run = Find(Id(context))!;
        lock (_gate)
        {
            run.State = change["state"]?.GetValue<string>() ?? run.State;
            Merge(run.Changes, change);
        }

        await context.Response.WriteAsJsonAsync(Json(run));
    }

    private async Task LogAsync(HttpContext context)
    {
        if (Find(Id(context)) is not { } run)
        {
            await RefuseAsync(context, 404, "there is no such run");
            return;
        }

        var lines = Encoding.UTF8.GetString(await BodyAsync(context))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        if (lines.FindIndex(line => line["metrics"]?["poison"] is not null) is var bad and >= 0)
        {
            await RefuseAsync(context, 400, $"line {bad + 1} is bad");
            return;
        }

        var (points, records, console) = (0, 0, 0);
        lock (_gate)
        {
            foreach (var line in lines)
                Keep(run, line, ref points, ref records, ref console);
        }

        await context.Response.WriteAsJsonAsync(new { points, records, lines = console, stop = AskStop });
    }

    private static void Keep(StoredRun run, JsonObject line, ref int points, ref int records, ref int console)
    {
        foreach (var (key, value) in line["metrics"]?.AsObject() ?? [])
        {
            points++;
            var number = value!.GetValueKind() == JsonValueKind.Number
                ? value.GetValue<double>()
                : double.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture);
            run.Points.Add((key, line["step"]!.GetValue<long>(), line["time"]!.GetValue<long>(), number));
        }

        if (line["record"] is JsonObject record)
        {
            records++;
            run.Records[(record["key"]!.GetValue<string>(), line["step"]!.GetValue<long>(), record["index"]!.GetValue<int>())] = record;
        }

        if (line["console"] is JsonObject text)
        {
            console++;
            run.Console[text["line"]!.GetValue<long>()] = (text["stream"]!.GetValue<string>(), text["text"]!.GetValue<string>());
        }

        Merge(run.Config, line["config"] as JsonObject);
        Merge(run.Summary, line["summary"] as JsonObject);
        Merge(run.Environment, line["environment"] as JsonObject);
        if (line["heartbeat"] is not null)
            run.Heartbeats++;
    }

    private static void Merge(JsonObject target, JsonObject? change)
    {
        foreach (var (key, value) in change ?? [])
            target[key] = value?.DeepClone();
    }

    private async Task PutFileAsync(HttpContext context)
    {
        var body = await BodyAsync(context);
        var path = (string)context.Request.RouteValues["path"]!;
        if (path.EndsWith(".refused", StringComparison.Ordinal))
        {
            await RefuseAsync(context, 400, "not such a file");
            return;
        }

        lock (_gate)
            Find(Id(context))!.Files[path] = body;
        await context.Response.WriteAsJsonAsync(new { path });
    }

    private async Task AlertAsync(HttpContext context)
    {
        var alert = JsonNode.Parse(await BodyAsync(context))!.AsObject();
        lock (_gate)
            Find(Id(context))!.Alerts[(alert["title"]!.GetValue<string>(), alert["time"]!.GetValue<long>())] = alert;
        await context.Response.WriteAsJsonAsync(alert);
    }

    private async Task LandmarkAsync(HttpContext context)
    {
        var landmark = JsonNode.Parse(await BodyAsync(context))!.AsObject();
        lock (_gate)
            Landmarks.Add(landmark);
        await context.Response.WriteAsJsonAsync(landmark);
    }
}
