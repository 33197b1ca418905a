using System.CommandLine;
using System.Text.Json;
using Cairn.Client;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary><c>cairn sync</c>: sends what runs left in the spool while the server was away.</summary>
internal static class SyncCommand
{
    public static Command Make()
    {
        var spool = new Argument<string?>("spool")
        {
            Description = "Spool folder (else CAIRN_SPOOL, else the SDK's own).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var url = CommonOptions.Checked(new Option<string?>("--url")
        {
            Description = "Server to send to; without it each run goes to the server it was meant for.",
            HelpName = "URL",
        });
        var json = CommonOptions.Json();
        var command = new Command(
            "sync", "Send runs that were spooled while the server was away. Safe to repeat: nothing is doubled.")
        {
            spool, url, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(spool) ?? SpoolSync.DefaultDirectory, parsed.GetValue(url), parsed.GetValue(json), cancellationToken));
        return command;
    }

    /// <summary>Sends a spool folder and tells what came of it; 0 when nothing is left behind, else 1.</summary>
    public static async Task<int> RunAsync(string spool, string? url, bool json, CancellationToken cancellationToken)
    {
        var runs = json
            ? await SpoolSync.SendAsync(spool, url, null, cancellationToken).ConfigureAwait(false)
            : await AnsiConsole.Status().StartAsync(
                "Looking through the spool",
                status => SpoolSync.SendAsync(
                    spool,
                    url,
                    new Progress<SyncedRun>(run => status.Status(
                        Markup.Escape($"{run.Project}/{run.Uid}: {run.Points:N0} points, {run.Files:N0} files"))),
                    cancellationToken)).ConfigureAwait(false);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(runs, CliJson.Default.IReadOnlyListSyncedRun));
        else
            Print(spool, runs);
        return runs.All(run => run.Outcome is SyncOutcome.Sent or SyncOutcome.InUse) ? 0 : 1;
    }

    private static void Print(string spool, IReadOnlyList<SyncedRun> runs)
    {
        if (runs.Count == 0)
        {
            Console.WriteLine($"Nothing to send in {spool}.");
            return;
        }

        var table = new Table().AddColumns("run", "outcome", "points", "records", "lines", "files", "refused", "");
        foreach (var run in runs)
        {
            table.AddRow(
                Markup.Escape($"{run.Project}/{run.Uid}"),
                run.Outcome.ToString(),
                $"{run.Points:N0}",
                $"{run.Records:N0}",
                $"{run.ConsoleLines:N0}",
                $"{run.Files:N0}",
                $"{run.Refused:N0}",
                Markup.Escape(run.Problem.Length > 0 ? run.Problem : run.Url ?? ""));
        }

        AnsiConsole.Write(table);
    }
}
