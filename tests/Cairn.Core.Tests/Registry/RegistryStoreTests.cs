using Cairn.Core.Registry;

namespace Cairn.Core.Tests.Registry;

public sealed class RegistryStoreTests : IAsyncLifetime
{
    private readonly TemporaryStore _temporary = new();

    private RegistryStore Registry => _temporary.Store.Registry;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task Versions_outlive_a_rename_and_a_restart_and_their_numbers_a_deletion()
    {
        await CreateAsync("a");
        await AddAsync("a");
        await AddAsync("a");
        await Registry.SetAliasAsync(TemporaryStore.Caller, "a", "best", 2);
        await Registry.UpdateAsync(TemporaryStore.Caller, "a", model => model with { Name = "b" });
        await _temporary.ReopenAsync();
        Assert.Equal(2, Registry.Find(TemporaryStore.Caller, "b")!.Aliases["best"]);
        Assert.Equal([2L, 1L], Registry.Versions(TemporaryStore.Caller, "b").Select(version => version.Number));
        await Registry.DeleteVersionAsync(TemporaryStore.Caller, "b", 2);
        Assert.Empty(Registry.Find(TemporaryStore.Caller, "b")!.Aliases);
        Assert.Equal(3, await AddAsync("b"));
        Assert.Equal(RefusalKind.NotFound, (await Registry.DeleteVersionAsync(TemporaryStore.Caller, "b", 2)).Refusal!.Kind);
    }

    [Fact]
    public async Task Names_are_taken_once()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        Assert.Equal(RefusalKind.Conflict, (await Registry.CreateAsync(TemporaryStore.Caller, "a", null, LabelMap.Empty)).Refusal!.Kind);
        var renamed = await Registry.UpdateAsync(TemporaryStore.Caller, "a", model => model with { Name = "b" });
        Assert.Equal(RefusalKind.Conflict, renamed.Refusal!.Kind);
        await Registry.DeleteAsync(TemporaryStore.Caller, "b");
        Assert.Null((await Registry.UpdateAsync(TemporaryStore.Caller, "a", model => model with { Name = "b" })).Refusal);
    }

    [Fact]
    public async Task A_move_archives_the_others_of_its_stage_only()
    {
        await CreateAsync("a");
        await CreateAsync("b");
        foreach (var name in new[] { "a", "a", "a", "b" })
            await AddAsync(name);
        await Registry.MoveAsync(TemporaryStore.Caller, "a", 1, ModelStage.Production, archiveOthers: false);
        await Registry.MoveAsync(TemporaryStore.Caller, "a", 2, ModelStage.Staging, archiveOthers: false);
        await Registry.MoveAsync(TemporaryStore.Caller, "b", 1, ModelStage.Production, archiveOthers: false);
        await Registry.MoveAsync(TemporaryStore.Caller, "a", 3, ModelStage.Production, archiveOthers: true);
        Assert.Equal(
            [ModelStage.Production, ModelStage.Staging, ModelStage.Archived],
            Registry.Versions(TemporaryStore.Caller, "a").Select(version => version.Stage));
        Assert.Equal(ModelStage.Production, Registry.FindVersion(TemporaryStore.Caller, "b", 1)!.Stage);
    }

    [Fact]
    public async Task Labels_do_not_count_as_a_change()
    {
        await CreateAsync("a");
        await AddAsync("a");
        var (model, version) = (Registry.Find(TemporaryStore.Caller, "a")!, Registry.FindVersion(TemporaryStore.Caller, "a", 1)!);
        await Task.Delay(5);
        await Registry.UpdateAsync(TemporaryStore.Caller, "a", known => known with { Labels = known.Labels.With("k", "v") });
        await Registry.UpdateVersionAsync(TemporaryStore.Caller, "a", 1, known => known with { Labels = known.Labels.With("k", "v") });
        Assert.Equal(model.UpdatedAt, Registry.Find(TemporaryStore.Caller, "a")!.UpdatedAt);
        Assert.Equal(version.UpdatedAt, Registry.FindVersion(TemporaryStore.Caller, "a", 1)!.UpdatedAt);
        Assert.Equal("v", Registry.FindVersion(TemporaryStore.Caller, "a", 1)!.Labels["k"]);
        await Registry.UpdateAsync(TemporaryStore.Caller, "a", known => known with { Description = "new" });
        Assert.True(Registry.Find(TemporaryStore.Caller, "a")!.UpdatedAt > model.UpdatedAt);
    }

    private async Task CreateAsync(string name) =>
        Assert.Null((await Registry.CreateAsync(TemporaryStore.Caller, name, null, LabelMap.Empty)).Refusal);

    private async Task<long> AddAsync(string name)
    {
        var added = await Registry.AddVersionAsync(
            TemporaryStore.Caller,
            new ModelVersion { ModelId = 0, Name = name, Number = 0, Source = "s3://x", Storage = "s3://x", CreatedAt = 0, UpdatedAt = 0 });
        return added.Value!.Number;
    }
}
