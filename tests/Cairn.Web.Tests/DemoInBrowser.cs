using System.Diagnostics;

namespace Cairn.Web.Tests;

/// <summary>A demo that trains while pages watch it, started in a git repository with an uncommitted change.</summary>
public sealed class DemoInBrowser : IAsyncLifetime
{
    /// <summary>The uncommitted line.</summary>
    internal const string Change = "learning_rate = 0.125";

    private readonly TemporaryFolder _work = new();
    private readonly TemporaryFolder _data = new();

    internal RunningDemo Demo { get; private set; } = null!;

    internal string ProjectUrl => $"{Demo.Url}/{RunningDemo.Project}";

    public async ValueTask InitializeAsync()
    {
        Installation.RequireWeb();
        Git("init", "--quiet");
        await File.WriteAllTextAsync(_work.Entry("train.txt"), "learning_rate = 0.5\n");
        Git("add", "train.txt");
        Git("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "Begin");
        await File.WriteAllTextAsync(_work.Entry("train.txt"), Change + "\n");
        Demo = await RunningDemo.StartInAsync(_work.Path, _data.Path);
    }

    /// <summary>Waits until all runs are over; the server stays up.</summary>
    internal Task FinishedAsync() => Demo.Process.WaitForLineAsync(
        line => line.StartsWith("The server stays up", StringComparison.Ordinal), TimeSpan.FromMinutes(8));

    public async ValueTask DisposeAsync()
    {
        if (Demo is not null)
            await Demo.DisposeAsync();
        _data.Dispose();
        _work.Dispose();
    }

    private void Git(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _work.Path })!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }
}
