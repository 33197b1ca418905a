using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Runs.Querying;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Tracking;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Finds traces, for both versions of the protocol.</summary>
internal sealed class TraceSearch(TraceStore traces)
{
    private const int StandardResults = 100;
    private const int ResultLimit = 500;

    /// <summary>One page of the traces of some experiments that a request's filter, order and token ask for.</summary>
    public (IReadOnlyList<Trace> Page, string? Next) Find(MlflowRequest request, IReadOnlyList<string> experiments)
    {
        if (experiments.Count == 0)
            throw MlflowRefusal.Invalid("At least one experiment has to be named ('experiment_ids' or 'locations').");
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.Traces).OrRefuse();
        var orders = MlflowOrderParser.Parse(request.Texts("order_by"), MlflowGrammar.Traces).OrRefuse();
        var limit = SearchLimit.Read(request, StandardResults, ResultLimit);
        var all = traces.List(request.Caller, ExperimentScope.Numbers(experiments));
        foreach (var clause in clauses)
            all = Narrow(request.Caller, all, clause);
        return PageToken.Slice(Order(all, orders), request.Text("page_token"), limit);
    }

    private List<Trace> Narrow(Caller caller, IReadOnlyList<Trace> all, MlflowClause clause)
    {
        switch (clause.Entity)
        {
            case MlflowGrammar.Spans:
            case MlflowGrammar.Attributes when clause.Key == "text":
                var spans = traces.Spans(caller, [.. all.Select(trace => trace.Uid)]).ToLookup(span => span.Trace);
                return [.. all.Where(trace => IsMetByAny(clause, spans[trace.Uid].Select(span => SpanText.Of(span, clause.Key))))];
            case MlflowGrammar.Feedback or MlflowGrammar.Expectation:
                var assessments = traces.Assessments(caller, [.. all.Select(trace => trace.Uid)]).ToLookup(one => one.Trace);
                return
                [
                    .. all.Where(trace => IsMetByAny(clause, assessments[trace.Uid]
                        .Select(one => AssessmentBody.Value(JsonElement.Parse(one.Body), clause.Entity, clause.Key)))),
                ];
            case MlflowGrammar.Attributes when clause.Key == "run_id":
                var linked = clause.Values.Select(value => value.Text)
                    .ToDictionary(run => run, run => traces.LinkedTo(caller, run).ToHashSet());
                return [.. all.Where(trace => IsOfRun(trace, clause, linked))];
            default:
                return [.. all.Where(trace => clause.IsMetBy(ValueOf(trace, clause.Entity, clause.Key)))];
        }
    }

    private static bool IsMetByAny(MlflowClause clause, IEnumerable<string?> values)
    {
        var known = values.OfType<string>().ToList();
        return clause.Comparison == MlflowComparison.IsNull
            ? known.Count == 0
            : known.Any(value => clause.IsMetBy(RunValue.Of(value)));
    }

    // A trace belongs to the run that recorded it and to those it was linked to later.
    private static bool IsOfRun(Trace trace, MlflowClause clause, Dictionary<string, HashSet<string>> linked)
    {
        if (clause.Comparison is MlflowComparison.Equal or MlflowComparison.In
            && linked.Values.Any(uids => uids.Contains(trace.Uid)))
        {
            return true;
        }

        return clause.IsMetBy(RunValue.Of(trace.Metadata.GetValueOrDefault(TraceKeys.SourceRun)));
    }

    private static RunValue ValueOf(Trace trace, string entity, string key) => entity switch
    {
        MlflowGrammar.Tags => RunValue.Of(trace.Labels.GetValueOrDefault(key)),
        MlflowGrammar.Metadata => RunValue.Of(trace.Metadata.GetValueOrDefault(key)),
        _ => key switch
        {
            "request_id" => RunValue.Of(trace.Uid),
            "client_request_id" => RunValue.Of(trace.ClientRequest),
            "name" => RunValue.Of(trace.Labels.GetValueOrDefault(TraceKeys.Name)),
            "status" => RunValue.Of(TraceStates.Word(trace.State)),
            "run_id" => RunValue.Of(trace.Metadata.GetValueOrDefault(TraceKeys.SourceRun)),
            "prompt" => RunValue.Of(trace.Labels.GetValueOrDefault(TraceKeys.Prompts)),
            "timestamp_ms" => RunValue.Of(trace.StartedAt),
            "execution_time_ms" => RunValue.Of(trace.Duration),
            "end_time_ms" => RunValue.Of(trace.StartedAt + trace.Duration),
            _ => RunValue.Of(trace.ProjectId),
        },
    };

    private static List<Trace> Order(IEnumerable<Trace> found, IReadOnlyList<MlflowOrder> orders)
    {
        var sorted = found.OrderBy(_ => 0);
        foreach (var order in orders)
        {
            // What has no value comes last in both directions.
            sorted = sorted.ThenBy(trace => ValueOf(trace, order.Entity, order.Key).IsMissing)
                .ThenBy(trace => ValueOf(trace, order.Entity, order.Key), Comparer(order.Descending));
        }

        return
        [
            .. sorted.ThenByDescending(trace => trace.StartedAt).ThenBy(trace => trace.Uid, StringComparer.Ordinal),
        ];
    }

    private static Comparer<RunValue> Comparer(bool descending) => Comparer<RunValue>.Create((left, right) =>
    {
        var order = left.IsNumber && right.IsNumber
            ? left.Integer.CompareTo(right.Integer)
            : string.CompareOrdinal(left.Text, right.Text);
        return descending ? -order : order;
    });
}
