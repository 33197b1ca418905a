using Cairn.Core.Traces;

namespace Cairn.Core.Tests.Traces;

public sealed class TraceStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    private TraceStore Traces => _temporary.Store.Traces;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task Saving_again_changes_the_same_trace()
    {
        var first = await SaveAsync("t", 10);
        var second = await Traces.SaveAsync(TemporaryStore.Caller, "t", known => known! with { Duration = 5, Labels = known.Labels.With("k", "v") });
        Assert.Equal(first.Id, second.Id);
        await _temporary.ReopenAsync();
        var read = Traces.Find(TemporaryStore.Caller, "t")!;
        Assert.Equal(5, read.Duration);
        Assert.Equal("v", read.Labels["k"]);
        Assert.Equal(RefusalKind.NotFound, (await Traces.UpdateAsync(TemporaryStore.Caller, "none", known => known)).Refusal!.Kind);
    }

    [Fact]
    public async Task Deleting_takes_everything_of_a_trace_along()
    {
        foreach (var (uid, time) in new[] { ("a", 1), ("b", 2), ("c", 3) })
            await SaveAsync(uid, time);
        await Traces.SaveSpansAsync(TemporaryStore.Caller, [new TraceSpan("a", "s", null, "n", 1, 2, "{}")], (_, known) => known!);
        await Traces.SaveAssessmentAsync(TemporaryStore.Caller, new Assessment("a", "x", "{}"));
        await Traces.LinkAsync(TemporaryStore.Caller, ["a", "none"], "run");
        Assert.Equal(["a"], Traces.LinkedTo(TemporaryStore.Caller, "run"));
        Assert.Equal(0, await Traces.DeleteAsync(TemporaryStore.Caller, 99, ["a"]));
        Assert.Equal(1, await Traces.DeleteAsync(TemporaryStore.Caller, 0, ["a", "none"]));
        Assert.Empty(Traces.Spans(TemporaryStore.Caller, ["a"]));
        Assert.Empty(Traces.Assessments(TemporaryStore.Caller, ["a"]));
        Assert.Empty(Traces.LinkedTo(TemporaryStore.Caller, "run"));
        Assert.Equal(1, await Traces.DeleteOldestAsync(TemporaryStore.Caller, 0, 3, 1));
        Assert.Equal(["c"], Traces.List(TemporaryStore.Caller, [0]).Select(trace => trace.Uid));
    }

    [Fact]
    public async Task Spans_make_their_trace_and_replace_one_another()
    {
        TraceSpan[] spans = [new("t", "2", "1", "inner", 5, 6, "{}"), new("t", "1", null, "outer", 4, 9, "{}")];
        for (var i = 0; i < 2; i++)
            await Traces.SaveSpansAsync(TemporaryStore.Caller, spans, (uid, known) => known ?? New(uid, 4));
        Assert.Equal(["outer", "inner"], Traces.Spans(TemporaryStore.Caller, ["t"]).Select(span => span.Name));
        Assert.Equal("t", Assert.Single(Traces.List(TemporaryStore.Caller, [0])).Uid);
    }

    [Fact]
    public async Task Assessments_keep_their_order_when_they_change()
    {
        await SaveAsync("t", 1);
        foreach (var (uid, body) in new[] { ("b", "1"), ("a", "2"), ("b", "3") })
            await Traces.SaveAssessmentAsync(TemporaryStore.Caller, new Assessment("t", uid, body));
        Assert.Equal(["3", "2"], Traces.Assessments(TemporaryStore.Caller, ["t"]).Select(one => one.Body));
        await Traces.DeleteAssessmentAsync(TemporaryStore.Caller, "t", "b");
        Assert.Null(Traces.FindAssessment(TemporaryStore.Caller, "t", "b"));
    }

    private Task<Trace> SaveAsync(string uid, long time) => Traces.SaveAsync(TemporaryStore.Caller, uid, _ => New(uid, time));

    private static Trace New(string uid, long time) =>
        new() { Id = 0, Uid = uid, ProjectId = 0, StartedAt = time, State = TraceState.InProgress };
}
