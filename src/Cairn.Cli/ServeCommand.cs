using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Cairn.Core;
using Cairn.Server;
using Cairn.Storage;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Connections;

namespace Cairn.Cli;

/// <summary><c>cairn serve</c>: the server alone, until Ctrl-C.</summary>
internal static class ServeCommand
{
    // With this a server ends when its standard input does: a demo that is killed takes its server along.
    private const string FollowInput = "--follow-input";
    private const long Megabyte = 1 << 20;

    // Folds and checkpoints as often as it can, so that tests which kill servers hit those too.
    private static readonly SeriesOptions EagerSeries = new()
    {
        FoldRows = 150,
        FoldIdle = TimeSpan.FromMilliseconds(20),
        CheckpointBytes = 256 << 10,
        HeadBytes = 1 << 20,
    };

    public static Command Make()
    {
        var port = CommonOptions.Port();
        var host = new Option<string>("--host")
        {
            Description = "Address to listen on. Other than localhost opens the server to the network.",
            DefaultValueFactory = _ => "localhost",
        };
        host.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && given is not ("localhost" or "*") && !IPAddress.TryParse(given, out _))
                result.AddError($"--host takes localhost, * or an IP address, not '{given}'.");
        });
        var data = CommonOptions.Data();
        var indexMemory = CommonOptions.Megabytes(
            "--index-memory", "Memory that the columns of the runs table may take.", new StoreOptions().IndexBytes);
        var reserve = CommonOptions.Megabytes(
            "--reserve", "Space to be left on the disk: below it logging is refused.", new StoreOptions().ReserveBytes);
        var frames = new Option<string[]>("--frame-from")
        {
            Description = "Origin whose pages may show panels of this server in a frame, such as https://wiki.example.org; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        frames.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
            {
                if (!IsOrigin(token.Value))
                    result.AddError($"--frame-from takes an origin such as https://wiki.example.org, not '{token.Value}'.");
            }
        });
        var eager = new Option<bool>("--eager") { Hidden = true };
        var verbose = new Option<bool>("--verbose") { Description = "Log requests." };
        var follow = new Option<bool>(FollowInput) { Hidden = true };
        var command = new Command("serve", "Start the server and print its address.") 
        {
            port, host, data, indexMemory, reserve, frames, verbose, follow, eager,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ServerOptions
            {
                Port = parsed.GetValue(port),
                Host = parsed.GetValue(host)!,
                DataDirectory = parsed.GetValue(data)!,
                FrameOrigins = parsed.GetValue(frames)!,
                Verbose = parsed.GetValue(verbose),
                Store = new StoreOptions
                {
                    IndexBytes = parsed.GetValue(indexMemory) * Megabyte,
                    ReserveBytes = parsed.GetValue(reserve) * Megabyte,
                    Series = parsed.GetValue(eager) ? EagerSeries : new SeriesOptions(),
                },
            },
            parsed.GetValue(follow),
            cancellationToken));
        return command;
    }

    // Scheme, host and port as a browser writes them: anything more would be taken for something else in the header.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;

    /// <summary>The arguments that start a server as a child of another command.</summary>
    public static IReadOnlyList<string> ChildArguments(int port, string data) =>
        ["serve", "--port", $"{port}", "--data", data, FollowInput];

    private static async Task<int> RunAsync(ServerOptions options, bool follow, CancellationToken cancellationToken)
    {
        CairnServer server;
        try
        {
            server = await CairnServer.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is DataFolderInUseException or SchemaTooNewException or SeriesVersionException or DatabaseUnusableException
                or UnauthorizedAccessException)
        {
            return Failure.Say(exception.Message);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException or SocketException)
        {
            return Failure.Say($"Port {options.Port} is taken by another program. Choose another with --port N.");
        }
        catch (IOException exception)
        {
            return Failure.Say($"The data folder {Path.GetFullPath(options.DataDirectory)} cannot be used: {exception.Message} Name another with --data DIR.");
        }

        await using (server.ConfigureAwait(false))
        {
            Console.WriteLine($"Cairn {CairnServer.Version} at {server.Url}");
            Console.WriteLine($"data in {Path.GetFullPath(options.DataDirectory)} · process {Environment.ProcessId} · Ctrl-C stops it");
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            if (follow)
                _ = Task.Run(() => EndWithInputAsync(ended), CancellationToken.None);
            await server.WaitForShutdownAsync(ended.Token).ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task EndWithInputAsync(CancellationTokenSource ended)
    {
        var buffer = new byte[256];
        using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
        {
            // Only its end matters.
        }

        await ended.CancelAsync().ConfigureAwait(false);
    }
}
