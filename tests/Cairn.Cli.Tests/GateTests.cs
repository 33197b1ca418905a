using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;

namespace Cairn.Cli.Tests;

/// <summary>The sample's scripted CI job from beginning to end: baselines, candidate, gate.</summary>
public sealed class GateTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task The_sample_passes_one_gate_and_fails_the_other()
    {
        using var data = new TemporaryFolder();
        using var spool = new TemporaryFolder();
        using var reports = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);

        var passed = await JobAsync(server.Url, spool.Path, reports.Path, "release.yaml");
        Assert.True(passed.Code == 0, passed.Output + passed.Errors);
        Assert.Contains("release: passed", passed.Output, StringComparison.Ordinal);
        var junit = XDocument.Load(reports.Entry("junit.xml")).Root!;
        Assert.Equal(("5", "0"), (junit.Attribute("tests")!.Value, junit.Attribute("failures")!.Value));
        Assert.Contains("| ✅ | learns something |", await ReadAsync(reports.Entry("summary.md")), StringComparison.Ordinal);

        var failed = await JobAsync(server.Url, spool.Path, reports.Path, "ambitious.yaml");
        Assert.Equal(1, failed.Code);
        Assert.Contains("FAIL  clearly ahead of boosted trees", failed.Output, StringComparison.Ordinal);
        junit = XDocument.Load(reports.Entry("junit.xml")).Root!;
        Assert.Equal("2", junit.Attribute("failures")!.Value);
        Assert.Contains("ambitious failed", await ReadAsync(reports.Entry("summary.md")), StringComparison.Ordinal);

        // Both are kept with the group; the baselines are there once although they were computed twice.
        var results = await server.Api.GetAsync("/projects/samples/gate/gates?group=candidate");
        Assert.Equal([false, true], results.GetProperty("results").EnumerateArray().Select(one => one.GetProperty("passed").GetBoolean()));
        var runs = await server.Api.RunsAsync("samples/gate");
        Assert.Equal(11, runs.Count(run => run.Uid.StartsWith("baseline-", StringComparison.Ordinal)));

        // One run of the group by the address of its page, as JSON.
        var one = runs.First(run => run.Name.StartsWith("logistic", StringComparison.Ordinal));
        var verdict = await CairnProcess.RunAsync(
            spool.Path, Limit, "verdict", $"{server.Url}/samples/gate/runs/{one.Uid}", "--against", "majority", "--json", "--url", server.Url);
        Assert.Equal(0, verdict.Code);
        using var answer = JsonDocument.Parse(verdict.Output);
        Assert.All(
            answer.RootElement.GetProperty("verdicts").EnumerateArray(), found => Assert.Equal("better", found.GetProperty("word").GetString()));

        var list = await CairnProcess.RunAsync(spool.Path, Limit, "landmark", "list", "samples/gate", "--url", server.Url);
        Assert.Contains("boosted trees", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_that_cannot_be_checked_end_with_2_and_the_line()
    {
        using var data = new TemporaryFolder();
        using var spool = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        var rules = spool.Entry("rules.yaml");
        await File.WriteAllTextAsync(rules, "rules:\n  - metric: loss\n    atmost: 1\n", TestContext.Current.CancellationToken);
        await server.Api.PostAsync("/runs", new { project = "local/p", group = "g" });

        var wrong = await GateAsync("--group", "g", "--project", "local/p");
        Assert.Equal(2, wrong.Code);
        Assert.Contains("Line 3: 'atmost' is no key of a rule", wrong.Errors, StringComparison.Ordinal);
        Assert.Contains("Did you mean at-most?", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await GateAsync("--run", "local/p/nobody")).Code);
        Assert.Contains("--run", (await GateAsync()).Errors, StringComparison.Ordinal);

        async Task<Ended> GateAsync(params string[] more) =>
            await CairnProcess.RunAsync(spool.Path, Limit, ["gate", rules, "--url", server.Url, .. more]);
    }

    [Fact]
    public async Task Landmarks_are_set_listed_and_removed()
    {
        using var data = new TemporaryFolder();
        using var spool = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(data.Path);
        var set = await RunAsync("set", "vision/new", "test/loss", "chance", "2.3026", "--better", "lower", "--source", "ln 10");
        Assert.Equal(("", 0), (set.Errors, set.Code));
        Assert.Contains("ln 10", (await RunAsync("list", "vision/new")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("set", "vision/new", "test/loss", "x", "many")).Code);
        Assert.Equal(0, (await RunAsync("remove", "vision/new", "test/loss", "chance")).Code);
        Assert.Equal(2, (await RunAsync("remove", "vision/new", "test/loss", "chance")).Code);

        Task<Ended> RunAsync(params string[] arguments) =>
            CairnProcess.RunAsync(spool.Path, Limit, ["landmark", .. arguments, "--url", server.Url]);
    }

    private static async Task<Ended> JobAsync(string url, string spool, string reports, string gate)
    {
        var start = new ProcessStartInfo("sh", [Installation.Source("samples", "Gate", "ci.sh"), gate])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = reports,
        };
        start.Environment["CAIRN"] = $"dotnet {Installation.Program}";
        start.Environment["TRAIN"] = $"dotnet {Installation.Built("Cairn.Samples.Gate")}";
        start.Environment["CAIRN_URL"] = url;
        start.Environment["CAIRN_SPOOL"] = spool;
        start.Environment["OUT"] = reports;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Task<string> ReadAsync(string file) => File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
}
