using System.CommandLine;
using Cairn.Client;
using Cairn.Samples.FashionMnist;
using Cairn.Samples.FashionMnist.Data;

namespace Cairn.Cli;

/// <summary><c>cairn demo</c>: a server, real models that train, and a page that shows them live.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var port = CommonOptions.Port();
        var data = CommonOptions.Data();
        var dataset = new Option<string?>("--dataset")
        {
            Description = "Folder with the four Fashion-MNIST IDX files; else Debian's, else the sample that comes along.",
            HelpName = "DIR",
        };
        var quick = new Option<bool>("--quick") { Description = "Fewer runs and epochs, on the small sample: seconds, not minutes." };
        var exit = new Option<bool>("--exit") { Description = "End after training instead of keeping the server up." };
        var command = new Command(
            "demo", "Start a server and train real models on Fashion-MNIST, next to their landmarks, live in the browser.")
        {
            port, data, dataset, quick, exit,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(port),
            parsed.GetValue(data)!,
            new DemoOptions { Dataset = parsed.GetValue(dataset), Quick = parsed.GetValue(quick) },
            parsed.GetValue(exit),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        int port, string data, DemoOptions options, bool exit, CancellationToken cancellationToken)
    {
        var server = await ChildServer.StartAsync(port, data, cancellationToken).ConfigureAwait(false);
        if (server is null)
            return 2; // It has said why.
        await using (server.ConfigureAwait(false))
        {
            Console.WriteLine($"Cairn at {server.Url} (server process {server.ProcessId}, data in {Path.GetFullPath(data)})");
            Console.WriteLine($"Watch the runs: {server.Url}/{DemoOptions.DefaultProject}");
            try
            {
                var spool = Path.Combine(Path.GetFullPath(data), "spool");
                var result = await FashionMnistDemo.RunAsync(
                    options with { Server = server.Url, SpoolDirectory = spool }, cancellationToken).ConfigureAwait(false);
                if (result.UnsentRuns > 0 && !await SendLeftoversAsync(spool, server, cancellationToken).ConfigureAwait(false))
                    return 1;
                if (exit)
                    return 0;
                Console.WriteLine($"The server stays up at {server.Url}/{DemoOptions.DefaultProject} · Ctrl-C stops it");
                await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
            }
            catch (DatasetException exception)
            {
                return Failure.Say(exception.Message);
            }
            catch (OperationCanceledException)
            {
                return exit ? 130 : 0;
            }
        }

        return 0;
    }

    private static async Task<bool> SendLeftoversAsync(string spool, ChildServer server, CancellationToken cancellationToken)
    {
        var synced = await SpoolSync.SendAsync(spool, server.Url, null, cancellationToken).ConfigureAwait(false);
        var left = synced.Count(run => run.Outcome != SyncOutcome.Sent);
        if (left == 0)
        {
            Console.WriteLine($"The server was away for a while; {synced.Count} runs that waited are sent now.");
            return true;
        }

        Console.Error.WriteLine(
            $"cairn: {left} runs wait in {spool}. Start the server and send them: cairn sync {spool} --url {server.Url}");
        return false;
    }
}
