using Cairn.Core.Access;
using Cairn.Core.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Core.Tests.Runs;

public sealed class RunStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");
    private readonly ManualTime _time = new();
    private CairnStore _store = null!;

    public ValueTask InitializeAsync()
    {
        _store = CairnStore.Open(_folder.FullName, _time, NullLoggerFactory.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_silent_run_crashes_at_its_last_sign_and_runs_again_with_the_next()
    {
        var silent = await StartAsync("silent");
        var alive = await StartAsync("alive");
        _time.Advance(TimeSpan.FromSeconds(50));
        await _store.Runs.HeartbeatAsync(Caller.Local, alive.Id);
        _time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(1, await _store.Runs.ReapAsync(Limit));
        var crashed = _store.Runs.Find(Caller.Local, silent.Id)!;
        Assert.Equal(RunState.Crashed, crashed.State);
        Assert.Equal(silent.HeartbeatAt, crashed.FinishedAt);
        Assert.Equal(RunState.Running, _store.Runs.Find(Caller.Local, alive.Id)!.State);

        await _store.Runs.HeartbeatAsync(Caller.Local, silent.Id);
        var revived = _store.Runs.Find(Caller.Local, silent.Id)!;
        Assert.Equal(RunState.Running, revived.State);
        Assert.Null(revived.FinishedAt);
    }

    [Fact]
    public async Task A_restart_gives_running_runs_a_new_chance_before_they_crash()
    {
        var run = await StartAsync("r");
        _time.Advance(TimeSpan.FromHours(3));
        await _store.DisposeAsync();
        _store = CairnStore.Open(_folder.FullName, _time, NullLoggerFactory.Instance);

        Assert.Equal(0, await _store.Runs.ReapAsync(Limit));
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await _store.Runs.ReapAsync(Limit));
        Assert.Equal(RunState.Crashed, _store.Runs.Find(Caller.Local, run.Id)!.State);
    }

    [Fact]
    public async Task How_long_a_run_can_be_silent_depends_on_its_client()
    {
        var wandb = await StartAsync("w", "wandb");
        var mlflow = await StartAsync("m", "mlflow");
        _time.Advance(TimeSpan.FromSeconds(150));
        Assert.Equal(0, await _store.Runs.ReapAsync(Limit));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _store.Runs.ReapAsync(Limit));
        Assert.Equal(RunState.Crashed, _store.Runs.Find(Caller.Local, wandb.Id)!.State);
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await _store.Runs.ReapAsync(Limit));
        Assert.Equal(RunState.Running, _store.Runs.Find(Caller.Local, mlflow.Id)!.State);
    }

    [Fact]
    public async Task A_finished_run_stays_finished_whatever_comes_late()
    {
        var run = await StartAsync("r");
        await _store.Runs.UpdateAsync(Caller.Local, run.Id, new RunChange { State = RunState.Finished, ExitCode = 0 });
        await _store.Runs.HeartbeatAsync(Caller.Local, run.Id);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, await _store.Runs.ReapAsync(Limit));
        Assert.Equal(RunState.Finished, _store.Runs.Find(Caller.Local, run.Id)!.State);
    }

    [Fact]
    public async Task Many_changes_at_once_are_all_kept_and_the_index_ends_where_the_table_does()
    {
        var run = await StartAsync("r");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _store.Runs.UpdateAsync(
            Caller.Local,
            run.Id,
            new RunChange { Name = $"n{i}", Config = System.Text.Json.JsonElement.Parse($$"""{"k{{i}}":{{i}}}""") })));

        var kept = _store.Runs.Find(Caller.Local, run.Id)!;
        Assert.Equal(100, kept.Config.EnumerateObject().Count());
        var row = Assert.Single(_store.Index.Query(new Core.Runs.Querying.RunQuery
        {
            Columns = [Core.Runs.Querying.RunColumn.Attribute("name")],
        })!.Rows);
        Assert.Equal(kept.Name, row.Values[0].Text);
    }

    private async Task<Run> StartAsync(string uid, string source = "native")
    {
        var opened = await _store.Projects.OpenAsync(Caller.Local, "local", "p");
        var started = await _store.Runs.StartAsync(Caller.Local, opened.Value.Project, new RunStart { Uid = uid, Source = source });
        return started.Value.Run;
    }
}
