using Cairn.Cli.Tests.Crashing;

namespace Cairn.Cli.Tests;

/// <summary><c>cairn backup</c>, <c>check</c> and <c>restore</c>, while a server is being written to.</summary>
public sealed class BackupTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_backup_taken_under_load_holds_everything_answered_before_and_restores_to_a_working_server()
    {
        using var data = new TemporaryFolder();
        using var place = new TemporaryFolder();
        var backup = place.Entry("backup");
        var restored = place.Entry("restored");
        CrashRun first;
        await using (var server = await RunningServer.StartAsync(data.Path, 0, "--eager"))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/"), Timeout = TimeSpan.FromMinutes(1) };
            first = await CrashRun.StartAsync(http, 1);
            var early = first.LoadAsync(http);
            await Task.Delay(1500, TestContext.Current.CancellationToken);
            first.Stop();
            await early;

            var second = await CrashRun.StartAsync(http, 2);
            var load = second.LoadAsync(http);
            var taken = await CairnProcess.RunAsync(data.Path, Limit, "backup", backup, "--data", data.Path);
            Assert.True(taken.Code == 0, taken.Errors);
            Assert.Contains("3 databases", taken.Output);
            var live = await CairnProcess.RunAsync(data.Path, Limit, "check", data.Path);
            Assert.True(live.Code == 0, live.Output + live.Errors);
            second.Stop();
            await load;
            await second.CheckAsync(server.Api);
        }

        var checkedBackup = await CairnProcess.RunAsync(data.Path, Limit, "check", backup, "--json");
        Assert.True(checkedBackup.Code == 0, checkedBackup.Output + checkedBackup.Errors);
        var again = await CairnProcess.RunAsync(data.Path, Limit, "backup", backup, "--data", data.Path);
        Assert.Equal(2, again.Code);
        Assert.Contains("exists already", again.Errors);

        var made = await CairnProcess.RunAsync(data.Path, Limit, "restore", backup, "--data", restored);
        Assert.True(made.Code == 0, made.Errors);
        await using (var server = await RunningServer.StartAsync(restored))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
            await first.CheckAsync(server.Api);
            await (await CrashRun.StartAsync(http, 3)).CheckAsync(server.Api);
        }

        var full = await CairnProcess.RunAsync(data.Path, Limit, "restore", backup, "--data", restored);
        Assert.Equal(2, full.Code);
        Assert.Contains("is not empty", full.Errors);
    }

    [Fact]
    public async Task Damage_is_found_by_check_told_by_the_server_and_refused_by_restore()
    {
        using var data = new TemporaryFolder();
        using var place = new TemporaryFolder();
        long id;
        await using (var server = await RunningServer.StartAsync(data.Path))
        {
            var run = await server.Api.PostAsync("/runs", new { project = "damage/test" });
            id = run.GetProperty("run").GetProperty("id").GetInt64();
            using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
            using var file = await http.PutAsync($"api/v1/runs/{id}/files/model.bin", new ByteArrayContent(new byte[100_000]), TestContext.Current.CancellationToken);
            file.EnsureSuccessStatusCode();
        }

        var backup = place.Entry("backup");
        Assert.Equal(0, (await CairnProcess.RunAsync(data.Path, Limit, "backup", backup, "--data", data.Path, "--copy")).Code);
        var blob = Directory.EnumerateFiles(Path.Combine(backup, "blobs"), "*", SearchOption.AllDirectories).Single();
        await using (var spoil = new FileStream(blob, FileMode.Open, FileAccess.ReadWrite))
        {
            spoil.Position = 50_000;
            spoil.WriteByte(1);
        }

        var check = await CairnProcess.RunAsync(data.Path, Limit, "check", backup);
        Assert.Equal(1, check.Code);
        Assert.Contains(Path.GetFileName(blob), check.Output);
        Assert.Contains("do not fit its name", check.Output);
        Assert.Equal(0, (await CairnProcess.RunAsync(data.Path, Limit, "check", data.Path)).Code);
        var refused = await CairnProcess.RunAsync(data.Path, Limit, "restore", backup, "--data", place.Entry("restored"));
        Assert.Equal(2, refused.Code);
        Assert.Contains("Nothing was restored", refused.Errors);
        Assert.False(Directory.Exists(place.Entry("restored")));
        File.Delete(Path.Combine(backup, "backup.json"));
        Assert.Contains("no whole backup", (await CairnProcess.RunAsync(data.Path, Limit, "restore", backup, "--data", place.Entry("r"))).Errors);
        Assert.Equal(2, (await CairnProcess.RunAsync(data.Path, Limit, "check", place.Entry("nothing"))).Code);
    }
}
