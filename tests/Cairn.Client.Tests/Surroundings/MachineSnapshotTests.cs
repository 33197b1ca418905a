using Cairn.Client.Surroundings;
using Cairn.Client.Tests.Server;

namespace Cairn.Client.Tests.Surroundings;

public sealed class MachineSnapshotTests
{
    [Fact]
    public void The_machine_is_described_without_environment_variables()
    {
        const string Secret = "this-is-the-secret-of-the-test";
        Environment.SetEnvironmentVariable("CAIRN_TEST_SECRET", Secret);
        var machine = MachineSnapshot.Take();
        foreach (var name in (string[])["command", "program", "workingDirectory", "user", "host", "os", "runtime"])
            Assert.NotEmpty(machine[name]!.GetValue<string>());
        Assert.Equal(Environment.ProcessorCount, machine["cpuCount"]!.GetValue<int>());
        Assert.InRange(machine["memoryBytes"]!.GetValue<long>(), 64L << 20, 1L << 50);
        Assert.DoesNotContain(Secret, machine.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, false, false, null)]
    [InlineData("me/train:7", null, false, false, """{"image":"me/train:7"}""")]
    [InlineData(null, "engine=\"podman-4\"\nimage=\"docker.io/me/train:8\"\n", false, false, """{"engine":"podman","image":"docker.io/me/train:8"}""")]
    [InlineData(null, null, true, false, """{"engine":"docker"}""")]
    [InlineData(null, null, true, true, """{"engine":"kubernetes"}""")]
    public void A_container_is_told_as_far_as_it_is_seen(string? image, string? podman, bool docker, bool kubernetes, string? json) =>
        Assert.Equal(json, Container.Take(image, podman, docker, kubernetes)?.ToJsonString());

    [Fact]
    public void Packages_come_from_the_programs_own_dependencies()
    {
        var packages = PackageList.Read();
        Assert.Contains(packages, package => package.Key == "xunit.v3.assert");
        Assert.DoesNotContain(packages, package => package.Key == "Cairn.Client");
        Assert.Empty(PackageList.Read("/nowhere.json"));
    }

    [Fact]
    public async Task A_run_carries_environment_and_changes()
    {
        using var spool = new TemporaryFolder();
        await using var server = await RecordingServer.StartAsync();
        await CairnRun.Start("environment", Runs.Options(spool, server)).FinishAsync();
        Assert.NotNull(server.Run.Environment["packages"]!["xunit.v3.assert"]);
        Assert.Equal(Environment.MachineName, server.Run.Environment["host"]!.GetValue<string>());
        Assert.False(server.Run.Environment.ContainsKey("git"));
    }
}
