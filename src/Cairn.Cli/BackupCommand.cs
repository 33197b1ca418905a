using System.CommandLine;
using System.Text.Json;
using Cairn.Core.Safekeeping;
using Microsoft.Data.Sqlite;

namespace Cairn.Cli;

/// <summary><c>cairn backup</c>: a consistent copy of a data folder, while its server goes on.</summary>
internal static class BackupCommand
{
    public static Command Make()
    {
        var target = new Argument<string>("DIR") { Description = "Folder to make; it must not exist, or be empty." };
        var data = CommonOptions.Data();
        data.Description = "The data folder to copy; its server may go on.";
        var copy = new Option<bool>("--copy")
        {
            Description = "Copy blobs also where a second name for the same file would do (same disk: no space, but no second copy either).",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "backup", "Take a consistent copy of a data folder while its server goes on. What was answered before is in it.")
        {
            target, data, copy, json,
        };
        command.SetAction((parsed, cancellationToken) => Task.FromResult(Run(
            parsed.GetValue(data)!, parsed.GetValue(target)!, link: !parsed.GetValue(copy), parsed.GetValue(json), cancellationToken)));
        return command;
    }

    private static int Run(string data, string target, bool link, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var manifest = StoreBackup.Run(
                data, target, link, TimeProvider.System, step => Console.Error.WriteLine($"… {step}"), cancellationToken);
            Console.WriteLine(json
                ? JsonSerializer.Serialize(manifest, CliJson.Default.BackupManifest)
                : $"{Path.GetFullPath(target)} holds {manifest.Source}: {manifest.Databases.Count} databases, {manifest.Blobs:N0} blobs. "
                  + $"Back with: cairn restore {target} --data NEW-DIR");
            return 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SqliteException)
        {
            return Failure.Say(exception.Message);
        }
    }
}
