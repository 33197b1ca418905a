using System.Globalization;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Traces;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Traces of a project or a run, and the steps of one.</summary>
internal static class TraceEndpoints
{
    private const int DefaultLimit = 100;
    private const int MostLimit = 1000;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/{team}/{name}/traces", OfProject)
            .WithName("listTraces").WithSummary("The traces of a project, newest first.");
        api.MapGet("/runs/{run:long}/traces", OfRun)
            .WithName("listRunTraces").WithSummary("The traces that a run recorded or that were linked to it, newest first.");
        api.MapGet("/traces/{uid}", GetAsync).WithName("getTrace").WithSummary("A trace with its steps.");
    }

    private static Results<Ok<TracesWire>, ProblemHttpResult> OfProject(
        string team, string name, string? search, string? state, int? limit, string? cursor, Caller caller, Scope scope,
        TraceStore traces, ModelRuns runs) =>
        scope.TryProject(caller, team, name, out var project, out var refusal)
            ? List(caller, new TraceFilter(project.Id), search, state, limit, cursor, traces, runs)
            : Problems.From(refusal);

    private static Results<Ok<TracesWire>, ProblemHttpResult> OfRun(
        long run, string? search, string? state, int? limit, string? cursor, Caller caller, Scope scope, TraceStore traces,
        ModelRuns runs) =>
        scope.TryRun(caller, run, out var found, out var refusal)
            ? List(
                caller, new TraceFilter(found.ProjectId) { Run = found.Uid, RunKey = TraceKeys.SourceRun }, search, state, limit,
                cursor, traces, runs)
            : Problems.From(refusal);

    private static Results<Ok<TracesWire>, ProblemHttpResult> List(
        Caller caller, TraceFilter filter, string? search, string? state, int? limit, string? cursor, TraceStore traces,
        ModelRuns runs)
    {
        if (limit is < 1 or > MostLimit)
            return Problems.Invalid("limit", $"{limit} traces can't be asked at once.", $"1 to {MostLimit}");
        if (state is not (null or "" or "ok" or "error" or "running" or "unknown"))
            return Problems.Invalid("state", $"'{state}' is no state of a trace.", "ok, error, running or unknown");
        long after = 0;
        if (!string.IsNullOrEmpty(cursor) && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Problems.Invalid("cursor", "This is no cursor.", remedy: "Pass on what the page before has answered.");
        var page = traces.Page(caller, filter with
        {
            Text = search ?? "",
            State = string.IsNullOrEmpty(state) ? null : Enum.GetValues<TraceState>().First(one => TraceInfoWire.StateText(one) == state),
            Limit = limit ?? DefaultLimit,
            After = string.IsNullOrEmpty(cursor) ? null : after,
        });
        return TypedResults.Ok(new TracesWire(
            Describe(caller, page.Traces, page.Spans, traces, runs),
            page.Total,
            page.Failed,
            page.Next?.ToString(CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<TraceWire>, ProblemHttpResult>> GetAsync(
        string uid, Caller caller, TraceStore traces, ProjectStore projects, ModelRuns runs, StoredSpans stored,
        CancellationToken cancellationToken)
    {
        if (traces.Find(caller, Scope.Decode(uid)) is not { } trace || projects.Find(caller, trace.ProjectId) is not { DeletedAt: null })
            return Problems.NotFound($"There is no trace '{Scope.Decode(uid)}'.");
        var spans = SpanReader.Read(await stored.ReadAsync(caller, trace, cancellationToken));
        var counts = new Dictionary<string, long> { [trace.Uid] = spans.Count };
        return TypedResults.Ok(new TraceWire(Describe(caller, [trace], counts, traces, runs)[0], spans));
    }

    private static IReadOnlyList<TraceInfoWire> Describe(
        Caller caller, IReadOnlyList<Trace> some, IReadOnlyDictionary<string, long> spans, TraceStore traces, ModelRuns runs)
    {
        var assessments = traces.Assessments(caller, [.. some.Select(trace => trace.Uid)]).ToLookup(one => one.Trace);
        var known = some.Select(trace => trace.Metadata.GetValueOrDefault(TraceKeys.SourceRun)).OfType<string>().Distinct()
            .ToDictionary(uid => uid, uid => runs.Find(caller, uid));
        return
        [
            .. some.Select(trace => new TraceInfoWire(
                trace.Uid,
                trace.Labels.GetValueOrDefault(TraceKeys.Name) ?? trace.Uid,
                TraceInfoWire.StateText(trace.State),
                trace.StartedAt,
                trace.Duration,
                trace.RequestPreview ?? trace.Metadata.GetValueOrDefault(TraceKeys.Inputs),
                trace.ResponsePreview ?? trace.Metadata.GetValueOrDefault(TraceKeys.Outputs),
                Shown(trace.Labels, TraceKeys.Name, TraceKeys.Location),
                Shown(trace.Metadata, TraceKeys.Inputs, TraceKeys.Outputs),
                spans.GetValueOrDefault(trace.Uid),
                [.. assessments[trace.Uid].Select(one => AssessmentReader.Read(one))],
                trace.Metadata.GetValueOrDefault(TraceKeys.SourceRun) is { } run ? known[run] : null)),
        ];
    }

    private static Dictionary<string, string> Shown(IReadOnlyDictionary<string, string> all, params string[] without) =>
        all.Where(one => !without.Contains(one.Key)).ToDictionary();
}
