using Cairn.Core.Access;
using Dapper;

namespace Cairn.Core.Traces;

public sealed partial class TraceStore
{
    /// <summary>The steps of these traces, by start.</summary>
    public IReadOnlyList<TraceSpan> Spans(Caller caller, IReadOnlyList<string> uids) =>
        logs.Read(db => uids.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<TraceSpan>(
                """
                SELECT trace AS Trace, span_id AS SpanId, parent AS Parent, name AS Name, start_ns AS Start, end_ns AS End,
                    body AS Body
                FROM trace_span WHERE trace IN @some ORDER BY trace, start_ns, span_id
                """,
                new { some }))
            .ToList());

    /// <summary>
    /// Keeps steps, those of a known id in place of the old ones. Traces nobody has told of yet are made of them by
    /// <paramref name="make"/>, others changed by it.
    /// </summary>
    public Task SaveSpansAsync(
        Caller caller, IReadOnlyList<TraceSpan> spans, Func<string, Trace?, Trace> make,
        CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db =>
            {
                foreach (var uid in spans.Select(span => span.Trace).Distinct())
                    Save(db, make(uid, FindIn(db, uid)));
                db.Execute(
                    """
                    INSERT OR REPLACE INTO trace_span (trace, span_id, parent, name, start_ns, end_ns, body)
                    VALUES (@Trace, @SpanId, @Parent, @Name, @Start, @End, @Body)
                    """,
                    spans);
            },
            cancellationToken);

    /// <summary>The assessments of these traces, in the order made.</summary>
    public IReadOnlyList<Assessment> Assessments(Caller caller, IReadOnlyList<string> uids) =>
        logs.Read(db => uids.Chunk(IdsAtOnce)
            .SelectMany(some => db.Query<Assessment>(
                "SELECT trace AS Trace, uid AS Uid, body AS Body FROM trace_assessment WHERE trace IN @some ORDER BY trace, position",
                new { some }))
            .ToList());

    /// <summary>One assessment of a trace; null when there is none of that uid.</summary>
    public Assessment? FindAssessment(Caller caller, string trace, string uid) =>
        logs.Read(db => db.QuerySingleOrDefault<Assessment>(
            "SELECT trace AS Trace, uid AS Uid, body AS Body FROM trace_assessment WHERE trace = @trace AND uid = @uid",
            new { trace, uid }));

    /// <summary>Keeps an assessment, in place of one of the same uid.</summary>
    public Task SaveAssessmentAsync(Caller caller, Assessment assessment, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => db.Execute(
                """
                INSERT INTO trace_assessment (trace, uid, position, body)
                SELECT @Trace, @Uid, coalesce(max(position), 0) + 1, @Body FROM trace_assessment WHERE trace = @Trace
                ON CONFLICT (trace, uid) DO UPDATE SET body = @Body
                """,
                assessment),
            cancellationToken);

    /// <summary>Removes an assessment; nothing happens when there is none of that uid.</summary>
    public Task DeleteAssessmentAsync(
        Caller caller, string trace, string uid, CancellationToken cancellationToken = default) =>
        logs.WriteAsync(
            db => db.Execute("DELETE FROM trace_assessment WHERE trace = @trace AND uid = @uid", new { trace, uid }),
            cancellationToken);
}
