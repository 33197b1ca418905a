using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests;

public sealed class CairnProjectTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_told_by_an_exception()
    {
        using var project = new CairnProject("p", "http://127.0.0.1:9");
        var told = await Assert.ThrowsAsync<CairnException>(() => project.SetLandmarkAsync(
            Landmark.Constant("acc", "chance", 0.1), TestContext.Current.CancellationToken));
        Assert.Contains("127.0.0.1:9", told.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => project.SetLandmarkAsync(
            Landmark.ThisRun("acc", "x"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_landmark_is_set()
    {
        await using var server = await RecordingServer.StartAsync();
        using var project = new CairnProject("team/p", server.Url);
        await project.SetLandmarkAsync(
            Landmark.ForGroup("acc", "linear", "linear-seeds", LandmarkDirection.Max, LandmarkAggregate.Max), TestContext.Current.CancellationToken);
        Assert.Equal(
            """{"metric":"acc","name":"linear","kind":"group","direction":"max","group":"linear-seeds","aggregate":"max"}""",
            Assert.Single(server.Landmarks).ToJsonString());
    }
}
