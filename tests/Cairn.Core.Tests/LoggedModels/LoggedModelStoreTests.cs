using Cairn.Core.LoggedModels;

namespace Cairn.Core.Tests.LoggedModels;

public sealed class LoggedModelStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    private LoggedModelStore Models => _temporary.Store.LoggedModels;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_model_is_kept_changed_and_deleted()
    {
        var model = await CreateAsync();
        Assert.Matches("^m-[0-9a-f]{32}$", model.Uid);
        await Models.UpdateAsync(TemporaryStore.Caller, model.Uid, known => known with
        {
            State = LoggedModelState.Ready,
            Labels = known.Labels.With("k", "v"),
            Params = known.Params.With("p", "1"),
        });
        await _temporary.ReopenAsync();
        var read = Models.Find(TemporaryStore.Caller, model.Uid)!;
        Assert.Equal(LoggedModelState.Ready, read.State);
        Assert.Equal("v", read.Labels["k"]);
        Assert.Equal("1", read.Params["p"]);
        await Models.DeleteAsync(TemporaryStore.Caller, model.Uid);
        Assert.Null(Models.Find(TemporaryStore.Caller, model.Uid));
        Assert.Empty(Models.List(TemporaryStore.Caller, [model.ProjectId]));
        Assert.Equal(RefusalKind.NotFound, (await Models.DeleteAsync(TemporaryStore.Caller, model.Uid)).Refusal!.Kind);
    }

    [Fact]
    public async Task Metrics_keep_every_value_and_equal_ones_once()
    {
        var model = await CreateAsync();
        foreach (var value in new[] { double.NaN, double.NegativeInfinity, -0.0, 0.1, 0.1, double.NaN })
            await Models.LogAsync(TemporaryStore.Caller, [new LoggedModelMetric(model.Id, "r", "acc", value, 1, 2, null, null)]);
        await Models.LogAsync(TemporaryStore.Caller, [new LoggedModelMetric(model.Id, "r", "acc", 0.1, 1, 2, "test", "d")]);
        var metrics = Models.Metrics(TemporaryStore.Caller, [model.Id]);
        Assert.Equal(5, metrics.Count);
        Assert.Contains(metrics, metric => double.IsNaN(metric.Value));
        Assert.Contains(metrics, metric => metric is { Value: 0.1, Dataset: "test", Digest: "d" });
    }

    [Fact]
    public async Task Runs_use_and_make_models()
    {
        var run = await _temporary.StartRunAsync();
        var model = await CreateAsync();
        RunModel[] links = [new(run.Id, model.Uid, IsOutput: true, 5), new(run.Id, model.Uid, IsOutput: false, 0)];
        await Models.LinkAsync(TemporaryStore.Caller, links);
        await Models.LinkAsync(TemporaryStore.Caller, links);
        Assert.Equal(links.OrderBy(link => link.Step), Models.OfRuns(TemporaryStore.Caller, [run.Id]));
        Assert.Empty(Models.OfRuns(TemporaryStore.Caller, [run.Id + 1]));
    }

    private async Task<LoggedModel> CreateAsync() => (await Models.CreateAsync(
        TemporaryStore.Caller,
        new LoggedModel
        {
            Id = 0,
            Uid = "",
            ProjectId = (await _temporary.OpenProjectAsync("models")).Id,
            Name = "net",
            State = LoggedModelState.Pending,
            CreatedAt = 0,
            UpdatedAt = 0,
        })).Value!;
}
