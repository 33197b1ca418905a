using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Cairn.Protocols.Tests.Wandb;

/// <summary>The real JavaScript client against a real server.</summary>
public sealed class JsClientTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_real_client_logs_a_run()
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RunAsync("npm", "ci --no-audit --no-fund --loglevel=error", folder);
        var project = WandbWire.NewProject();
        await RunAsync("node", $"train.mjs {project}", folder);

        var (_, page) = await server.PostAsync($"/api/v1/projects/local/{project}/runs/query", """{"columns":["config.lr","summary.loss","metrics.loss:count"]}""");
        var run = Assert.Single(page.GetProperty("runs").EnumerateArray());
        Assert.Equal("finished", run.GetProperty("state").GetString());
        Assert.Equal(0.5, run.GetProperty("values").GetProperty("config.lr").GetDouble());
        Assert.Equal(0.1, run.GetProperty("values").GetProperty("summary.loss").GetDouble(), 6);
        Assert.Equal(10, run.GetProperty("values").GetProperty("metrics.loss:count").GetInt32());
        var (_, series) = await server.GetAsync($"/api/v1/runs/{run.GetProperty("id")}/points?key=accuracy");
        Assert.Equal(
            Enumerable.Range(0, 10).Select(step => $"{step} {step / 10.0}"),
            series.GetProperty("points").EnumerateArray().Select(point => $"{point[0]} {point[2]}"));
    }

    private async Task RunAsync(string program, string arguments, string folder)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["WANDB_BASE_URL"] = server.Url,
                    ["WANDB_API_KEY"] = "0123456789abcdef0123456789abcdef01234567",
                },
            },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {await output}{await errors}");
    }

    private static string Folder([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "compat", "wandb-js"));
}
