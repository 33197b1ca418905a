using System.CommandLine;
using Cairn.Cli.Import;
using Cairn.Protocols.Import.Mlflow;
using Cairn.Protocols.Import.Wandb;

namespace Cairn.Cli;

/// <summary><c>cairn import</c>: brings a history over that another tool has kept.</summary>
internal static class ImportCommand
{
    public static Command Make() => new(
        "import", "Bring the history of another tool to a server. Safe to repeat: nothing is doubled, what came is passed by.")
    {
        Mlflow(),
        Wandb(),
    };

    private static Command Mlflow()
    {
        var from = new Option<string>("--from")
        {
            Description = "Tracking URI (http://…, sqlite:///…, file:…), mlruns folder or MLflow's SQLite file.",
            HelpName = "SOURCE",
            Required = true,
        };
        var artifacts = new Option<string?>("--artifacts")
        {
            Description = "Folder of the artifacts that MLflow's server served, when it is not 'mlartifacts' beside the database.",
            HelpName = "DIR",
        };
        var deleted = new Option<bool>("--deleted") { Description = "Bring deleted runs too, into the trash." };
        var (url, project, again, json) = (CommonOptions.Server(), Project("each experiment's name"), Again(), CommonOptions.Json());
        var command = new Command("mlflow", "Runs with their values, artifacts and datasets, and the model registry, of MLflow.")
        {
            from, url, project, artifacts, deleted, again, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new MlflowImportOptions
            {
                From = parsed.GetValue(from)!,
                Url = parsed.GetValue(url)!,
                Project = parsed.GetValue(project),
                Artifacts = parsed.GetValue(artifacts),
                Deleted = parsed.GetValue(deleted),
                Again = parsed.GetValue(again),
            };
            return ImportScreen.RunAsync(
                progress => MlflowImport.RunAsync(options, progress, cancellationToken), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Command Wandb()
    {
        var folders = new Argument<string[]>("folder")
        {
            Description = "The 'wandb' folder beside a script, folders of single runs in it, or .wandb files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var (url, project, again, json) = (CommonOptions.Server(), Project("the project each was logged to"), Again(), CommonOptions.Json());
        var command = new Command("wandb", "Runs that W&B's client has kept in local folders, with their values, media, files and console.")
        {
            folders, url, project, again, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new WandbImportOptions
            {
                Folders = parsed.GetValue(folders)!,
                Url = parsed.GetValue(url)!,
                Project = parsed.GetValue(project),
                Again = parsed.GetValue(again),
            };
            return ImportScreen.RunAsync(
                progress => WandbImport.RunAsync(options, progress, cancellationToken), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Option<string?> Project(string otherwise) => new("--project")
    {
        Description = $"One project for all runs, TEAM/NAME or NAME; else {otherwise}.",
        HelpName = "PROJECT",
    };

    private static Option<bool> Again() => new("--again")
    {
        Description = "Also look at runs again that came over whole before and have not changed since.",
    };
}
