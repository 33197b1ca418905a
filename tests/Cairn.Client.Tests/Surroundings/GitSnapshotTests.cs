using System.Diagnostics;
using System.Text;
using Cairn.Client.Surroundings;

namespace Cairn.Client.Tests.Surroundings;

public sealed class GitSnapshotTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_repository_tells_commit_branch_remote_and_changes()
    {
        Git("init", "-q", "-b", "trunk");
        Git("remote", "add", "origin", "https://user:secret@example.org/team/code.git");
        File.WriteAllText(_work.File("a.txt"), "one\n");
        File.WriteAllText(_work.File("b.txt"), "one\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "First");
        var clean = GitSnapshot.Take(_work.Path, Limit)!;
        Assert.Equal(Git("rev-parse", "HEAD").Trim(), clean.Commit);
        Assert.Equal(("trunk", "https://example.org/team/code.git", false, 0), (clean.Branch, clean.Remote, clean.Dirty, clean.Diff.Length));

        File.WriteAllText(_work.File("a.txt"), "staged\n");
        Git("add", "a.txt");
        File.WriteAllText(_work.File("b.txt"), "unstaged\n");
        var dirty = GitSnapshot.Take(_work.Path, Limit)!;
        var diff = Encoding.UTF8.GetString(dirty.Diff);
        Assert.True(dirty.Dirty);
        Assert.Contains("+staged", diff, StringComparison.Ordinal);
        Assert.Contains("+unstaged", diff, StringComparison.Ordinal);
        Assert.Equal(diff, Git("diff", "HEAD"));
    }

    [Fact]
    public void Changes_can_be_applied_to_the_commit_and_files_that_git_does_not_know_are_named()
    {
        Git("init", "-q");
        File.WriteAllBytes(_work.File("weights.bin"), [0, 1, 2, 255]);
        File.WriteAllText(_work.File(".gitignore"), "*.log\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "First");
        File.WriteAllBytes(_work.File("weights.bin"), [0, 9, 9, 255]);
        File.WriteAllText(_work.File("new file.py"), "x");
        File.WriteAllText(_work.File("a.log"), "x");
        var snapshot = GitSnapshot.Take(_work.Path, Limit)!;
        Assert.Equal(Path.GetFileName(_work.Path), Path.GetFileName(snapshot.Root));
        Assert.Equal(["new file.py"], snapshot.Untracked);

        Git("checkout", "-q", "--", ".");
        var patch = _work.File("a.log");
        File.WriteAllBytes(patch, snapshot.Diff);
        Git("apply", patch);
        Assert.Equal([0, 9, 9, 255], File.ReadAllBytes(_work.File("weights.bin")));
    }

    [Fact]
    public void A_long_diff_is_cut_and_says_so()
    {
        Git("init", "-q");
        File.WriteAllText(_work.File("a.txt"), "");
        Git("add", ".");
        Git("commit", "-q", "-m", "First");
        File.WriteAllText(_work.File("a.txt"), string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i}\n")));
        var diff = Encoding.UTF8.GetString(GitSnapshot.Take(_work.Path, Limit, mostDiff: 10_000)!.Diff);
        Assert.InRange(diff.Length, 10_000, 10_100);
        Assert.EndsWith("[cut here: the changes are longer than 10000 bytes]\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_commit_there_is_no_commit()
    {
        Git("init", "-q", "-b", "trunk");
        File.WriteAllText(_work.File("a.txt"), "x");
        var snapshot = GitSnapshot.Take(_work.Path, Limit)!;
        Assert.Null(snapshot.Commit);
        Assert.Equal(("trunk", null, true), (snapshot.Branch, snapshot.Remote, snapshot.Dirty));
    }

    [Fact]
    public void Outside_a_repository_there_is_nothing() => Assert.Null(GitSnapshot.Take(_work.Path, Limit));

    [Fact]
    public void Without_time_there_is_nothing() => Assert.Null(GitSnapshot.Take(_work.Path, TimeSpan.Zero));

    private string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = _work.Path, RedirectStandardOutput = true };
        foreach (var argument in (string[])["-c", "user.name=T", "-c", "user.email=t@example.org", .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
