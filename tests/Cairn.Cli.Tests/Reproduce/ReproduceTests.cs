using System.Text.Json;

namespace Cairn.Cli.Tests.Reproduce;

public sealed class ReproduceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_run_is_repeated_bit_for_bit_with_its_uncommitted_changes_and_the_users_own_tree_is_left_alone()
    {
        using var data = new TemporaryFolder();
        using var work = new TrainingRepository();
        await using var server = await RunningServer.StartAsync(data.Path);
        work.Change("""{"rate": 0.2, "decay": 0.5}""");
        var uid = work.Train(server.Url);

        // Whatever happened to the tree since.
        work.Change("""{"rate": 0.3, "decay": 0.1}""");
        var before = (work.Git("status", "--porcelain"), work.Git("diff"), work.Git("rev-parse", "HEAD"), work.Git("worktree", "list"));
        var ended = await CairnProcess.RunAsync(
            data.Path, Limit, "reproduce", $"{TrainingRepository.Project}/{uid}", "--repo", work.Path, "--url", server.Url);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        Assert.Contains("Reproduced bit for bit: 2 metrics, 41 values.", ended.Output);
        Assert.Contains("uncommitted changes", ended.Output);
        Assert.Equal(before, (work.Git("status", "--porcelain"), work.Git("diff"), work.Git("rev-parse", "HEAD"), work.Git("worktree", "list")));

        var rerun = Assert.Single(await server.Api.RunsAsync(TrainingRepository.Project), run => run.Uid != uid);
        var page = await server.Api.GetAsync($"/runs/{rerun.Id}");
        Assert.Equal(uid, page.GetProperty("parent").GetString());
        Assert.Equal("identical", page.GetProperty("labels").GetProperty("cairn.reproduction").GetString());
        Assert.Equal(["reproduction"], page.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
    }

    [Fact]
    public async Task Artifacts_that_the_run_used_are_fetched_and_checked_for_the_command()
    {
        using var data = new TemporaryFolder();
        using var work = new TrainingRepository();
        await using var server = await RunningServer.StartAsync(data.Path);
        var uid = work.Train(server.Url);
        await UsedArtifact.AddAsync(server.Url, "repeated", uid, "start", "dir/weight.txt", "3"u8.ToArray());
        var ended = await CairnProcess.RunAsync(
            data.Path, Limit, "reproduce", $"{TrainingRepository.Project}/{uid}", "--repo", work.Path, "--url", server.Url);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        Assert.Contains("start:v0 with digest", ended.Output);
        Assert.Contains("1 files fetched", ended.Output);

        // The command reads what was fetched: other contents give other numbers.
        uid = work.Train(server.Url);
        await UsedArtifact.AddAsync(server.Url, "repeated", uid, "start", "dir/weight.txt", "2"u8.ToArray());
        ended = await CairnProcess.RunAsync(
            data.Path, Limit, "reproduce", $"{TrainingRepository.Project}/{uid}", "--repo", work.Path, "--url", server.Url);
        Assert.True(ended.Code == 1, ended.Output + ended.Errors);
        Assert.Contains("Not reproduced: loss parts at step 0", ended.Output);
    }

    [Fact]
    public async Task Other_code_is_not_a_reproduction_and_the_step_where_it_parts_is_named()
    {
        using var data = new TemporaryFolder();
        using var work = new TrainingRepository();
        await using var server = await RunningServer.StartAsync(data.Path);
        var uid = work.Train(server.Url);
        var other = work.Commit("Decay", """{"rate": 0.1, "decay": 0.5}""");
        var ended = await CairnProcess.RunAsync(
            data.Path, Limit, "reproduce", $"{TrainingRepository.Project}/{uid}", "--repo", work.Path, "--url", server.Url,
            "--commit", other, "--json");
        Assert.True(ended.Code == 1, ended.Output + ended.Errors);
        using var answer = JsonDocument.Parse(ended.Output);
        var root = answer.RootElement;
        Assert.Equal(
            ("different", "loss", 20), (root.GetProperty("verdict").GetString(), root.GetProperty("firstKey").GetString(), root.GetProperty("firstStep").GetInt64()));
        Assert.StartsWith("Not reproduced: loss parts at step 20 (", root.GetProperty("sentence").GetString());
        Assert.Equal("decay", Assert.Single(root.GetProperty("config").EnumerateArray()).GetProperty("path").GetString());
        Assert.Equal("step_ms", Assert.Single(root.GetProperty("ignored").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task What_cannot_be_repeated_is_refused_with_the_reason_and_a_remedy()
    {
        using var data = new TemporaryFolder();
        using var work = new TrainingRepository();
        using var elsewhere = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        var uid = work.Train(server.Url);
        await server.Api.PostAsync("/runs", new { project = TrainingRepository.Project, uid = "bare" });

        await RefusedAsync("carries no commit", $"{TrainingRepository.Project}/bare", work.Path);
        await RefusedAsync("There is no run 'nobody'", $"{TrainingRepository.Project}/nobody", work.Path);
        await RefusedAsync("lies in no git repository", $"{TrainingRepository.Project}/{uid}", elsewhere.Path);
        await RefusedAsync("--repo DIR", $"{TrainingRepository.Project}/{uid}", elsewhere.Path);
        await RefusedAsync("exit code 7 before it logged anything", $"{TrainingRepository.Project}/{uid}", work.Path, "--", "sh", "-c", "exit 7");
        Assert.DoesNotContain("cairn-rerun", work.Git("worktree", "list"));

        async Task RefusedAsync(string says, string run, string repository, params string[] more)
        {
            string[] arguments = ["reproduce", run, "--repo", repository, "--url", server.Url, .. more];
            var ended = await CairnProcess.RunAsync(data.Path, Limit, arguments);
            Assert.Equal(2, ended.Code);
            Assert.Contains(says, ended.Errors);
        }
    }

    [Fact]
    public async Task The_commit_at_which_a_metric_moved_is_found_around_one_that_does_not_run()
    {
        using var data = new TemporaryFolder();
        using var work = new TrainingRepository();
        await using var server = await RunningServer.StartAsync(data.Path);
        var good = work.Train(server.Url);
        work.Commit("Same 1", """{"rate": 0.1, "decay": 1.0}""");
        work.Commit("Same 2", """{"decay": 1, "rate": 0.1}""");
        work.Commit("Broken", "no settings");
        var culprit = work.Commit("Slower", """{"rate": 0.05, "decay": 1}""");
        work.Commit("Same 3", """{"rate": 0.05, "decay": 1.0}""");
        work.Commit("Same 4", """{"decay": 1, "rate": 0.05}""");
        var bad = work.Train(server.Url);
        var ended = await CairnProcess.RunAsync(
            data.Path, Limit, "bisect", $"{TrainingRepository.Project}/{good}", $"{TrainingRepository.Project}/{bad}",
            "--metric", "final/loss", "--repo", work.Path, "--url", server.Url, "--json");
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        using var answer = JsonDocument.Parse(ended.Output);
        Assert.Equal(culprit, answer.RootElement.GetProperty("commit").GetString());
        Assert.InRange(answer.RootElement.GetProperty("tried").GetArrayLength(), 2, 5);
        Assert.DoesNotContain("cairn-rerun", work.Git("worktree", "list"));
    }
}
