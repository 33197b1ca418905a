using System.CommandLine;
using System.Text.Json;
using Cairn.Core.Safekeeping;

namespace Cairn.Cli;

/// <summary><c>cairn check</c>: compares everything in a data folder with its checksums.</summary>
internal static class CheckCommand
{
    private const int Damaged = 1;

    public static Command Make()
    {
        var folder = new Argument<string>("DIR")
        {
            Description = "The data folder, or a backup.",
            DefaultValueFactory = _ => "cairn-data",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "check",
            "Look at everything in a data folder: structure, checksums, digests, references. A server may be using it, nothing is "
            + "changed. Ends with 0 when all is sound, 1 when something is damaged, 2 when it could not look.")
        {
            folder, json,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(folder)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, bool json, CancellationToken cancellationToken)
    {
        CheckReport report;
        try
        {
            report = await StoreCheck.RunAsync(
                folder, step => Console.Error.WriteLine($"… {step}"), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.Say(exception.Message);
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.CheckReport));
        }
        else
        {
            foreach (var finding in report.Findings)
                Console.WriteLine($"{finding.File}: {finding.Problem}");
            Console.WriteLine(
                $"{report.Folder}: {report.Databases} databases, {report.Parts:N0} parts of series and {report.Blobs:N0} blobs looked at, "
                + (report.Findings.Count == 0 ? "all sound" : $"{report.Findings.Count} damaged"));
        }

        return report.Findings.Count == 0 ? 0 : Damaged;
    }
}
