using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Core.Tests;

/// <summary>A whole store on real SQLite in a temporary folder that goes with it.</summary>
internal sealed class TemporaryStore : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-core-");

    private readonly TimeProvider _time;

    public TemporaryStore(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Store = Open();
    }

    public static Caller Caller => Caller.Local;

    public CairnStore Store { get; private set; }

    /// <summary>Closes the folder and opens it again, after <paramref name="between"/> saw its path.</summary>
    public async Task ReopenAsync(Action<string>? between = null)
    {
        await Store.DisposeAsync();
        between?.Invoke(_folder.FullName);
        Store = Open();
    }

    public async Task<Run> StartRunAsync(RunStart? start = null)
    {
        var opened = await Store.Projects.OpenAsync(Caller, "test", "runs");
        var started = await Store.Runs.StartAsync(Caller, opened.Value.Project, start ?? new RunStart());
        Assert.Null(started.Refusal);
        return started.Value.Run;
    }

    public async Task<Project> OpenProjectAsync(string name) =>
        (await Store.Projects.OpenAsync(Caller, "test", name)).Value.Project;

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private CairnStore Open() => CairnStore.Open(_folder.FullName, _time, NullLoggerFactory.Instance);
}
