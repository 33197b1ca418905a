using System.Diagnostics;

namespace Cairn.Protocols.Tests.Mlflow;

/// <summary>The mlflow client from npm, run as its users run it, with nothing changed but the address.</summary>
public sealed class NodeClientTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task It_logs_reads_searches_and_deletes()
    {
        var folder = Path.Combine(Root(), "tests", "compat", "mlflow-node");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            await RunAsync(folder, "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        var output = await RunAsync(folder, "node", "client.js", server.Server.Url);
        var run = output.Split(' ')[1].Trim();
        Assert.Equal("from node", (await server.GetRunAsync(run)).GetProperty("info").GetProperty("run_name").GetString());
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await output}\n{await errors}");
        return await output;
    }

    private static string Root()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "global.json")))
                return folder;
        }

        throw new InvalidOperationException("The tests run outside of the repository.");
    }
}
