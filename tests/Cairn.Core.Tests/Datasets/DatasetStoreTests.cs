using Cairn.Core.Datasets;

namespace Cairn.Core.Tests.Datasets;

public sealed class DatasetStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_dataset_stays_as_first_told_and_a_use_is_noted_once()
    {
        var (first, second) = (await _temporary.StartRunAsync(), await _temporary.StartRunAsync());
        var store = _temporary.Store.Datasets;
        var told = new Dataset("iris", "d1", "local", "a.csv", "schema", null);
        await store.UseAsync(TemporaryStore.Caller, first, [(told, LabelMap.Empty.With("context", "train"))]);
        await store.UseAsync(TemporaryStore.Caller, first, [(told with { Source = "other" }, LabelMap.Empty.With("context", "test"))]);
        await store.UseAsync(TemporaryStore.Caller, second, [(told with { Source = "other" }, LabelMap.Empty), (told with { Digest = "d2" }, LabelMap.Empty)]);
        var use = Assert.Single(store.OfRuns(TemporaryStore.Caller, [first.Id]));
        Assert.Equal(told, use.Dataset);
        Assert.Equal("train", use.Labels["context"]);
        Assert.Equal(["d1", "d2"], store.OfRuns(TemporaryStore.Caller, [second.Id]).Select(one => one.Dataset.Digest));
        Assert.Equal("a.csv", store.OfRuns(TemporaryStore.Caller, [second.Id])[0].Dataset.Source);
        Assert.Equal(3, store.OfProjects(TemporaryStore.Caller, [first.ProjectId]).Count);
        Assert.Empty(store.OfProjects(TemporaryStore.Caller, [0]));
    }
}
