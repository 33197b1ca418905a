using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Access;
using Cairn.Core.Consoles;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Streams;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Runs;
using Cairn.Protocols.Wandb.Streaming;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>The fields of a run.</summary>
internal sealed class RunFields
{
    private readonly StreamStore _streams;
    private readonly RunHistory _history;
    private readonly ConsoleStore _console;

    public RunFields(
        WandbTypes types, ProjectStore projects, StreamStore streams, RunHistory history, ConsoleStore console, FileFields files)
    {
        (_streams, _history, _console) = (streams, history, console);
        types.Run
            .Add("id", run => WandbTypes.IdOf(run))
            .Add("name", run => run.Uid)
            .Add("displayName", run => run.Name)
            .Add("project", (run, args) => types.Project.Of(projects.Find(args.Context.Caller, run.ProjectId)))
            .Add("projectId", run => run.ProjectId.ToString(CultureInfo.InvariantCulture))
            .Add("user", run => types.User.Of(new Caller(Text(run.Environment, "user") ?? Caller.Local.Name)))
            .Add("description", run => run.Notes)
            .Add("notes", run => run.Notes)
            .Add("tags", run => run.Tags)
            .Add("group", run => run.Group)
            .Add("groupName", run => run.Group)
            .Add("jobType", run => run.JobType)
            .Add("host", run => Text(run.Environment, "host"))
            .Add("commit", run => Git(run, "commit"))
            .Add("sweepName", run => WandbRun.Sweep(run))
            .Add("state", run => WandbRun.State(run))
            .Add("exitcode", run => run.ExitCode)
            .Add("running", run => run.State == RunState.Running)
            .Add("failed", run => run.State is RunState.Failed or RunState.Crashed)
            .Add("stopped", run => run.StopRequestedAt is not null)
            .Add("shouldStop", run => run.StopRequestedAt is not null)
            .Add("readOnly", _ => false)
            .Add("createdAt", run => Times.Iso(run.CreatedAt))
            .Add("updatedAt", run => Times.Iso(run.HeartbeatAt))
            .Add("heartbeatAt", run => Times.Iso(run.HeartbeatAt))
            .Add("config", run => WandbRun.WrappedConfig(run))
            .Add("wandbConfig", (run, args) => Internals(run, args.Texts("keys")))
            .Add("summaryMetrics", run => Summary(run))
            .Add("runInfo", run => Info(run))
            .Add("fileCount", (run, args) => files.Count(args.Context.Caller, run))
            .Add("files", files.Of);
        AddHistory(types.Run);
        AddConsole(types.Run);
    }

    private void AddHistory(GraphType<Run> type) => type
        .Add("historyLineCount", (run, args) => Lines(run, args, StreamNames.History))
        .Add("eventsLineCount", (run, args) => Lines(run, args, StreamNames.Events))
        .Add("historyTail", (run, args) => Tail(run, args, StreamNames.History))
        .Add("eventsTail", (run, args) => Tail(run, args, StreamNames.Events))
        .Add("historyKeys", (run, args) => _history.Keys(args.Context.Caller, run))
        .Add("history", (run, args) => _history.Rows(
            args.Context.Caller, run, args.Whole("minStep") ?? long.MinValue, args.Whole("maxStep") ?? long.MaxValue,
            (int)Math.Clamp(args.Whole("samples") ?? 500, 0, int.MaxValue)))
        .Add("sampledHistory", (run, args) => (args.Texts("specs") ?? [])
            .Select(spec => _history.Sampled(args.Context.Caller, run, HistorySpec.Parse(spec))))
        .Add("parquetHistory", (run, args) => GraphNode.Plain(
            "ParquetHistory", ("parquetUrls", Array.Empty<string>()), ("liveData", LiveSteps(run, args))))
        .Add("events", (run, args) => _history.Events(run, (int)Math.Clamp(args.Whole("samples") ?? 500, 0, int.MaxValue)))
        .Add("systemMetrics", run => _history.Events(run, 1) is [var last] ? last : "{}");

    private void AddConsole(GraphType<Run> type) => type
        .Add("logLineCount", (run, args) => _console.Total(args.Context.Caller, run.Id))
        .Add("logLines", (run, args) => ConsoleLines(run, args));

    private long Lines(Run run, GraphArgs args, string name)
    {
        var counted = _streams.List(args.Context.Caller, run.Id).Where(stream => stream.Name == name).Sum(stream => stream.Lines);
        return counted > 0 || name != StreamNames.History ? counted : _history.CountRows(run);
    }

    // An empty list would end the old clients' service; one empty row is no row to all of them.
    private string Tail(Run run, GraphArgs args, string name)
    {
        var last = _streams.List(args.Context.Caller, run.Id)
            .Where(stream => stream.Name == name && stream.Lines > 0).MaxBy(stream => stream.Lines);
        var row = last?.Tail ?? (name == StreamNames.History ? _history.LastRow(args.Context.Caller, run) : null) ?? "{}";
        return JsonSerializer.Serialize(new[] { row });
    }

    // Clients only want to know from which step to which they have to page.
    private IEnumerable<JsonElement> LiveSteps(Run run, GraphArgs args)
    {
        using var keys = JsonDocument.Parse(_history.Keys(args.Context.Caller, run).Utf8);
        var last = keys.RootElement.GetProperty("lastStep").GetInt64();
        return last < 0 ? [] : [.. new[] { 0, last }.Distinct().Select(step => JsonElement.Parse($$"""{"_step":{{step}}}"""))];
    }

    private GraphNode ConsoleLines(Run run, GraphArgs args)
    {
        var caller = args.Context.Caller;
        var total = _console.Total(caller, run.Id);
        var page = args.Whole("last") is { } last
            ? _console.Tail(caller, run.Id, (int)Math.Clamp(last, 0, ConsoleStore.PageLimit))
            : _console.Read(caller, run.Id, Connections.Offset(args), Connections.First(args, 1000));
        var next = page.Lines.Count == 0 ? total : page.Lines[^1].Line + 1;
        return GraphNode.Plain(
            "LogLineConnection",
            ("edges", page.Lines.Select(line => GraphNode.Plain(
                "LogLineEdge",
                ("node", GraphNode.Plain(
                    "LogLine",
                    ("number", line.Line),
                    ("timestamp", DateTimeOffset.FromUnixTimeMilliseconds(line.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)),
                    ("level", line.Stream == "stderr" ? "error" : "info"),
                    ("label", ""),
                    ("line", line.Text)))))),
            ("pageInfo", GraphNode.Plain(
                "PageInfo",
                ("endCursor", next.ToString(CultureInfo.InvariantCulture)),
                ("hasNextPage", next < total))));
    }

    private static string Internals(Run run, IReadOnlyList<string>? keys)
    {
        var chosen = new JsonObject();
        foreach (var member in WandbRun.InternalsOf(run).EnumerateObject())
        {
            if (keys is null || keys.Contains(member.Name))
                chosen[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return chosen.ToJsonString();
    }

    // Other protocols' clients leave the results to their series.
    private string Summary(Run run)
    {
        if (run.Source == "wandb")
            return run.Summary.GetRawText();
        var summary = JsonObject.Create(run.Summary) ?? [];
        foreach (var (key, last) in _history.LastValues(run))
        {
            if (!summary.ContainsKey(key))
                summary[key] = double.IsFinite(last) ? JsonValue.Create(last) : JsonValue.Create(LooseJson.Word(last));
        }

        return summary.ToJsonString();
    }

    private static GraphNode Info(Run run)
    {
        var environment = run.Environment;
        var gpus = environment.TryGetProperty("gpus", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(gpu => gpu.ToString()).ToList()
            : [];
        return GraphNode.Plain(
            "RunInfo",
            ("program", Text(environment, "program")),
            ("args", (Text(environment, "command") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)),
            ("os", Text(environment, "os")),
            ("python", Text(environment, "runtime")),
            ("executable", Text(environment, "executable")),
            ("codeSaved", false),
            ("colab", null),
            ("cpuCount", environment.TryGetProperty("cpuCount", out var cores) && cores.TryGetInt32(out var count) ? count : null),
            ("gpuCount", gpus.Count),
            ("gpu", gpus.FirstOrDefault()),
            ("git", GraphNode.Plain("GitInfo", ("commit", Git(run, "commit")), ("remote", Git(run, "remote")))));
    }

    private static string? Git(Run run, string name) =>
        run.Environment.TryGetProperty("git", out var git) ? Text(git, name) : null;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
