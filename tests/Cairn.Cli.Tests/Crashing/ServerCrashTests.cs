namespace Cairn.Cli.Tests.Crashing;

/// <summary>
/// A whole server is killed again and again, at random moments of its start (migrations, replay), of logging, folding,
/// compacting, checkpoints and uploads: what it answered must be there exactly once.
/// </summary>
public sealed class ServerCrashTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task What_a_server_answered_before_it_was_killed_is_there_exactly_once()
    {
        var rounds = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 200 : 8;
        var random = new Random(23);
        using var data = new TemporaryFolder();
        var runs = new List<CrashRun>();
        var (kills, early) = (0, 0);
        for (var round = 0; round < rounds; round++)
        {
            if (round % 3 == 0)
            {
                // Before it is ready: in the first round while it makes its databases, later while it brings in what was staged.
                await using var starting = CairnProcess.Start(data.Path, Arguments(data.Path));
                await Task.Delay(random.Next(50, 1500), TestContext.Current.CancellationToken);
                starting.Kill();
                early++;
            }

            await using (var server = await RunningServer.StartAsync(data.Path, 0, "--eager"))
            {
                using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/"), Timeout = TimeSpan.FromMinutes(1) };
                if (runs.Count > 0)
                {
                    await runs[^1].CheckAsync(server.Api);
                    await runs[^1].ResendAsync(http);
                    await runs[^1].CheckAsync(server.Api);
                }

                var run = await CrashRun.StartAsync(http, round);
                runs.Add(run);
                var load = run.LoadAsync(http);
                await Task.Delay(random.Next(100, 2500), TestContext.Current.CancellationToken);
                server.Process.Kill();
                await load.WaitAsync(Limit, TestContext.Current.CancellationToken);
                kills++;
            }

            var check = await CairnProcess.RunAsync(data.Path, Limit, "check", data.Path);
            Assert.True(check.Code == 0, check.Output + check.Errors);
        }

        await using (var server = await RunningServer.StartAsync(data.Path))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
            await runs[^1].ResendAsync(http);
            foreach (var run in runs)
                await run.CheckAsync(server.Api);
        }

        var answered = runs.Sum(run => run.Answered);
        Assert.True(answered > rounds * 10, $"{answered} requests answered");
        TestContext.Current.TestOutputHelper?.WriteLine($"{kills + early} kills, {early} of them at start; {answered} answered requests, each there once");
    }

    private static string[] Arguments(string data) => ["serve", "--port", "0", "--data", data, "--eager"];
}
