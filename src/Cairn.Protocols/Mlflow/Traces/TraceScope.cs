using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Finds traces, and writes them out in both versions of the protocol.</summary>
internal sealed class TraceScope(TraceStore traces)
{
    private const int KeyLimit = 250;

    /// <summary>The trace of an id; an unknown one ends the call.</summary>
    public Trace Require(Caller caller, string uid) => traces.Find(caller, uid)
        ?? throw MlflowRefusal.Missing($"Trace with ID '{MlflowNames.Shorten(uid)}' not found.");

    public static TraceInfoV2Wire WriteV2(Trace trace) => new(
        trace.Uid,
        ExperimentScope.Text(trace.ProjectId),
        trace.StartedAt,
        trace.Duration,
        TraceStates.WordV2(trace.State),
        Pairs(trace.Metadata),
        Pairs(trace.Labels));

    public TraceInfoWire Write(Caller caller, Trace trace) => Write(caller, [trace])[0];

    public IReadOnlyList<TraceInfoWire> Write(Caller caller, IReadOnlyList<Trace> some)
    {
        var assessments = traces.Assessments(caller, [.. some.Select(trace => trace.Uid)]).ToLookup(one => one.Trace);
        return
        [
            .. some.Select(trace => new TraceInfoWire(
                trace.Uid,
                trace.ClientRequest,
                new TraceLocationWire("MLFLOW_EXPERIMENT", new ExperimentIdWire(ExperimentScope.Text(trace.ProjectId))),
                trace.RequestPreview,
                trace.ResponsePreview,
                TraceTimes.WriteTime(trace.StartedAt),
                trace.Duration is { } duration ? TraceTimes.WriteDuration(duration) : null,
                TraceStates.Word(trace.State),
                trace.Metadata.Count == 0 ? null : trace.Metadata,
                assessments[trace.Uid].Select(one => JsonElement.Parse(one.Body)).OrNull(),
                trace.Labels.Count == 0 ? null : trace.Labels)),
        ];
    }

    /// <summary>The traces with their steps.</summary>
    public IReadOnlyList<TraceWire> WriteWhole(Caller caller, IReadOnlyList<Trace> some)
    {
        var spans = traces.Spans(caller, [.. some.Select(trace => trace.Uid)]).ToLookup(span => span.Trace);
        return
        [
            .. Write(caller, some).Select(info => new TraceWire(
                info, spans[info.TraceId].Select(SpanJson.Message).OrNull())),
        ];
    }

    /// <summary>The tag that tells a client where to put the steps of a trace.</summary>
    public static KeyValuePair<string, string> LocationTag(Project project, string uid) =>
        KeyValuePair.Create(TraceKeys.Location, $"{ExperimentScope.LocationOf(project)}/traces/{uid}/artifacts");

    /// <summary>A tag as a client sends it, its value cut to what is kept.</summary>
    public static KeyValuePair<string, string> ReadTag(MlflowFields fields) => KeyValuePair.Create(
        MlflowNames.CheckLength(fields.Required("key"), KeyLimit, fields.Name("key")),
        MlflowNames.Cut(fields.Text("value") ?? "", MlflowNames.TagValueLimit));

    private static IReadOnlyList<PairWire>? Pairs(IReadOnlyDictionary<string, string> map) =>
        map.Select(one => new PairWire(one.Key, one.Value)).OrNull();
}
