using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Reproduce;

namespace Cairn.Cli;

/// <summary><c>cairn reproduce</c>: does a run again from its record and says whether it came out the same.</summary>
internal static class ReproduceCommand
{
    private const string Tag = "reproduction";

    public static Command Make()
    {
        var run = new Argument<string>("run") { Description = RunReference.Help };
        var given = new Argument<string[]>("command")
        {
            Description = "After --: what to start instead of the recorded command.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var url = CommonOptions.Server();
        var repository = new Option<string>("--repo")
        {
            Description = "A clone of the run's repository; its own work tree is not touched.",
            DefaultValueFactory = _ => ".",
            HelpName = "DIR",
        };
        var commit = new Option<string?>("--commit")
        {
            Description = "Code of another commit instead of the run's; the run's uncommitted changes are left out then.",
            HelpName = "REV",
        };
        var tolerance = new Option<double>("--tolerance")
        {
            Description = "Largest relative difference that counts as the same; 0 asks for equal values.",
            DefaultValueFactory = _ => 1e-6,
            HelpName = "REL",
        };
        var ignore = new Option<string[]>("--ignore")
        {
            Description = "Metrics to leave out, * for anything; repeatable. Times, speeds and system metrics always are.",
            HelpName = "PATTERN",
        };
        var keep = new Option<bool>("--keep") { Description = "Leave the second work tree where it is." };
        var json = CommonOptions.Json();
        var command = new Command(
            "reproduce",
            "Rebuild a run's code from its commit and uncommitted changes, run its command again, and compare every metric. "
            + "Exit code: 0 reproduced, 1 not, 2 it could not be run.")
        {
            run, given, url, repository, commit, tolerance, ignore, keep, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var api = new ServerApi(parsed.GetValue(url)!);
                var request = new ReproduceRequest(
                    parsed.GetValue(run)!,
                    parsed.GetValue(given) ?? [],
                    Path.GetFullPath(parsed.GetValue(repository)!),
                    parsed.GetValue(commit),
                    parsed.GetValue(tolerance),
                    parsed.GetValue(ignore) ?? [],
                    parsed.GetValue(keep));
                return await RunAsync(api, request, parsed.GetValue(json), cancellationToken).ConfigureAwait(false);
            }
            catch (CommandFailedException e)
            {
                return Failure.Say(e.Message);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ServerApi api, ReproduceRequest request, bool json, CancellationToken cancellationToken)
    {
        var original = new RunRecord(await RunReference.FindAsync(api, request.Run, cancellationToken).ConfigureAwait(false));
        if (original.Commit is not { } recorded)
        {
            throw new CommandFailedException(
                $"run {original.Uid} carries no commit: it was started outside a git repository, or without the capture of git.");
        }

        var screen = new ReproduceScreen(json);
        var repository = await WorkTree.FindRepositoryAsync(
            request.Repository, request.Commit ?? recorded, original.Remote, cancellationToken).ConfigureAwait(false);
        var patch = request.Commit is null ? await PatchAsync(api, original, screen, cancellationToken).ConfigureAwait(false) : null;
        var tree = await WorkTree.AddAsync(
            repository, request.Commit ?? recorded, patch, request.Keep, cancellationToken).ConfigureAwait(false);
        await using (tree.ConfigureAwait(false))
        {
            var plan = RerunPlan.Make(original, tree.Path, request.Command);
            screen.Begin(original, request.Commit ?? recorded, patch is not null, tree.Path, request.Keep, plan);
            await screen.TellInputsAsync(api, original, cancellationToken).ConfigureAwait(false);
            using var inputs = await InputFolder.FetchAsync(
                api, original, request.Keep, text => screen.Say("input", text), cancellationToken).ConfigureAwait(false);
            var (code, rerun) = await Rerun.StartAsync(
                api, original, plan, [Tag], inputs?.Path, cancellationToken).ConfigureAwait(false);
            if (rerun is null)
            {
                throw new CommandFailedException(code == 0
                    ? $"the command ended but logged no run to {api.Url}. Does it take the server from CAIRN_URL, WANDB_BASE_URL or MLFLOW_TRACKING_URI?"
                    : $"the command ended with exit code {code} before it logged anything.");
            }

            if (code != 0)
                screen.Note($"the command ended with exit code {code}");
            return await JudgeAsync(api, original, rerun, request, screen, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]?> PatchAsync(
        ServerApi api, RunRecord original, ReproduceScreen screen, CancellationToken cancellationToken)
    {
        if (original.Untracked.Count > 0)
        {
            screen.Note(
                $"{original.Untracked.Count} files were not tracked by git and are not in the record: {string.Join(", ", original.Untracked.Take(5))}"
                + (original.Untracked.Count > 5 ? ", …" : ""));
        }

        var patch = await api.FileAsync(original.Id, "diff.patch", cancellationToken).ConfigureAwait(false);
        if (patch is null && original.IsDirty && original.Untracked.Count == 0)
            screen.Note("the work tree had changes that are not in the record");
        return patch is { Length: > 0 } ? patch : null;
    }

    private static async Task<int> JudgeAsync(
        ServerApi api, RunRecord original, RunRecord rerun, ReproduceRequest request, ReproduceScreen screen,
        CancellationToken cancellationToken)
    {
        var query = string.Concat(request.Ignore.Select(pattern => $"&ignore={Uri.EscapeDataString(pattern)}"));
        var tolerance = request.Tolerance.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        var answer = await api.GetAsync(
            $"/runs/{rerun.Id}/reproduction?of={original.Id}&tolerance={tolerance}{query}", cancellationToken).ConfigureAwait(false);
        var verdict = answer.GetProperty("verdict").GetString()!;
        await api.SendAsync(
            HttpMethod.Patch,
            $"/runs/{rerun.Id}",
            new JsonObject
            {
                ["group"] = "",
                ["tags"] = new JsonArray([.. rerun.Tags.Append(Tag).Distinct().Select(tag => (JsonNode?)tag)]),
                ["labels"] = new JsonObject { ["cairn.reproduction"] = verdict, ["cairn.reproduces"] = original.Uid },
            },
            cancellationToken).ConfigureAwait(false);
        screen.End(answer, $"{api.Url}/{rerun.Page}");
        return verdict is "identical" or "tolerance" or "noise" ? 0 : 1;
    }
}
