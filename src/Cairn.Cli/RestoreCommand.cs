using System.CommandLine;
using System.Text.Json;
using Cairn.Core.Safekeeping;

namespace Cairn.Cli;

/// <summary><c>cairn restore</c>: a data folder out of a backup, checked before it is put in its place.</summary>
internal static class RestoreCommand
{
    public static Command Make()
    {
        var backup = new Argument<string>("BACKUP") { Description = "Folder that 'cairn backup' made; it stays as it is." };
        var data = new Option<string>("--data")
        {
            Description = "Data folder to make; it must not exist, or be empty.",
            HelpName = "DIR",
            Required = true,
        };
        var json = CommonOptions.Json();
        var command = new Command("restore", "Make a data folder of a backup. The copy is checked before it is put in its place.")
        {
            backup, data, json,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(backup)!, parsed.GetValue(data)!, parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string backup, string data, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var report = await StoreRestore.RunAsync(
                backup, data, step => Console.Error.WriteLine($"… {step}"), cancellationToken).ConfigureAwait(false);
            Console.WriteLine(json
                ? JsonSerializer.Serialize(report, CliJson.Default.CheckReport)
                : $"{report.Folder} is ready, checked: {report.Parts:N0} parts of series, {report.Blobs:N0} blobs. "
                  + $"Start with: cairn serve --data {data}");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Failure.Say(exception.Message);
        }
    }
}
