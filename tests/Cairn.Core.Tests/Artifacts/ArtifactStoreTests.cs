using Cairn.Core.Artifacts;

namespace Cairn.Core.Tests.Artifacts;

public sealed class ArtifactStoreTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly TemporaryStore _temporary;

    public ArtifactStoreTests() => _temporary = new TemporaryStore(_time);

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task A_version_goes_when_its_time_to_live_has_passed_and_others_stay()
    {
        var brief = await CommitAsync("brief", timeToLive: 60);
        var kept = await CommitAsync("kept", timeToLive: null);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await _temporary.Store.Artifacts.ExpireAsync(TestContext.Current.CancellationToken));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _temporary.Store.Artifacts.ExpireAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ArtifactState.Deleted, _temporary.Store.Artifacts.Find(TemporaryStore.Caller, brief)!.State);
        Assert.Equal(ArtifactState.Committed, _temporary.Store.Artifacts.Find(TemporaryStore.Caller, kept)!.State);
    }

    private async Task<long> CommitAsync(string name, long? timeToLive)
    {
        var project = await _temporary.OpenProjectAsync("p");
        var started = await _temporary.Store.Artifacts.StartAsync(
            TemporaryStore.Caller,
            project,
            new ArtifactStart { Type = "dataset", Collection = name, Digest = name, TimeToLive = timeToLive });
        return (await _temporary.Store.Artifacts.CommitAsync(TemporaryStore.Caller, started.Value!.Id)).Value!.Id;
    }
}
