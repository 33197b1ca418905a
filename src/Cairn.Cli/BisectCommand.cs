using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Cli.Reproduce;

namespace Cairn.Cli;

/// <summary><c>cairn bisect</c>: finds the commit at which a metric moved, by running the commits between two runs.</summary>
internal static class BisectCommand
{
    private const string Tag = "bisect";

    public static Command Make()
    {
        var good = new Argument<string>("good") { Description = "The run before the metric moved. " + RunReference.Help };
        var bad = new Argument<string>("bad") { Description = "The run after it moved." };
        var given = new Argument<string[]>("command")
        {
            Description = "After --: what to start instead of the command of the good run.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var metric = new Option<string>("--metric") { Description = "The metric that moved.", Required = true, HelpName = "KEY" };
        var url = CommonOptions.Server();
        var repository = new Option<string>("--repo")
        {
            Description = "A clone of the runs' repository; its own work tree is not touched.",
            DefaultValueFactory = _ => ".",
            HelpName = "DIR",
        };
        var json = CommonOptions.Json();
        var command = new Command(
            "bisect",
            "Find the commit at which a metric moved: runs the commits between a good and a bad run, halving what is left. "
            + "Exit code: 0 found, 1 the two runs do not differ, 2 it could not be run.")
        {
            good, bad, given, metric, url, repository, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                using var api = new ServerApi(parsed.GetValue(url)!);
                return await RunAsync(
                    api, parsed.GetValue(good)!, parsed.GetValue(bad)!, parsed.GetValue(metric)!,
                    Path.GetFullPath(parsed.GetValue(repository)!), parsed.GetValue(given) ?? [], parsed.GetValue(json),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (CommandFailedException e)
            {
                return Failure.Say(e.Message);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ServerApi api, string goodName, string badName, string metric, string folder, IReadOnlyList<string> given, bool json,
        CancellationToken cancellationToken)
    {
        var words = json ? Console.Error : Console.Out;
        var good = new RunRecord(await RunReference.FindAsync(api, goodName, cancellationToken).ConfigureAwait(false));
        var bad = new RunRecord(await RunReference.FindAsync(api, badName, cancellationToken).ConfigureAwait(false));
        var (before, after) = (
            await RequireAsync(api, good, metric, cancellationToken).ConfigureAwait(false),
            await RequireAsync(api, bad, metric, cancellationToken).ConfigureAwait(false));
        if (before == after)
        {
            words.WriteLine($"{metric} is {Text(before)} in both runs: it has not moved.");
            return 1;
        }

        var (repository, commits) = await CommitsAsync(folder, good, bad, cancellationToken).ConfigureAwait(false);
        foreach (var run in new[] { good, bad }.Where(run => run.IsDirty))
            words.WriteLine($"note: run {run.Uid} had uncommitted changes; commits are tried without them");
        var search = new CommitSearch(commits, before, after);
        words.WriteLine($"{metric}: {Text(before)} in {good.Uid}, {Text(after)} in {bad.Uid}; {commits.Count} commits between, about {search.Left} to run");
        var tried = new JsonArray();
        var tree = await WorkTree.AddAsync(repository, commits[^1], null, keep: false, cancellationToken).ConfigureAwait(false);
        await using (tree.ConfigureAwait(false))
        {
            while (search.Next() is { } commit)
            {
                await tree.MoveToAsync(commit, cancellationToken).ConfigureAwait(false);
                var plan = RerunPlan.Make(good, tree.Path, given);
                var (_, run) = await Rerun.StartAsync(api, good, plan, [Tag], inputs: null, cancellationToken).ConfigureAwait(false);
                var value = run is null ? null : await ValueAsync(api, run, metric, cancellationToken).ConfigureAwait(false);
                search.Told(commit, value);
                var found = value is not { } number ? "gives no value" : search.IsBad(number) ? "bad" : "good";
                words.WriteLine($"{await NameAsync(repository, commit, cancellationToken).ConfigureAwait(false)}: {(value is { } known ? Text(known) + ", " : "")}{found}");
                tried.Add(new JsonObject { ["commit"] = commit, ["value"] = value, ["run"] = run?.Uid, ["found"] = found });
            }
        }

        var culprit = search.FirstBad;
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["metric"] = metric,
                ["good"] = before,
                ["bad"] = after,
                ["commit"] = culprit,
                ["undecided"] = new JsonArray([.. search.Undecided.Select(commit => (JsonNode?)commit)]),
                ["tried"] = tried,
            }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
            return 0;
        }

        words.WriteLine();
        words.WriteLine($"{metric} moved at {await NameAsync(repository, culprit, cancellationToken).ConfigureAwait(false)}");
        if (search.Undecided is { Count: > 0 } undecided)
            words.WriteLine($"or at one of the {undecided.Count} commits before it that gave no value");
        return 0;
    }

    private static async Task<(string Repository, IReadOnlyList<string> Commits)> CommitsAsync(
        string folder, RunRecord good, RunRecord bad, CancellationToken cancellationToken)
    {
        if (good.Commit is not { } from || bad.Commit is not { } to)
            throw new CommandFailedException($"run {(good.Commit is null ? good.Uid : bad.Uid)} carries no commit, so there is nothing to search between.");
        var repository = await WorkTree.FindRepositoryAsync(folder, from, good.Remote, cancellationToken).ConfigureAwait(false);
        await WorkTree.FindRepositoryAsync(folder, to, bad.Remote, cancellationToken).ConfigureAwait(false);
        var (code, _, _) = await Git.TryAsync(repository, ["merge-base", "--is-ancestor", from, to], cancellationToken).ConfigureAwait(false);
        var list = code == 0
            ? await Git.RunAsync(repository, ["rev-list", "--reverse", "--first-parent", $"{from}..{to}"], cancellationToken).ConfigureAwait(false)
            : "";
        var commits = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return commits.Length > 0
            ? (repository, commits)
            : throw new CommandFailedException(from == to
                ? "both runs are of the same commit: compare their settings instead (cairn reproduce tells how they differ)."
                : $"commit {from[..10]} of the good run does not come before {to[..10]} of the bad one.");
    }

    private static async Task<double> RequireAsync(ServerApi api, RunRecord run, string metric, CancellationToken cancellationToken) =>
        await ValueAsync(api, run, metric, cancellationToken).ConfigureAwait(false)
            ?? throw new CommandFailedException($"run {run.Uid} has no metric {metric}.");

    // The last value of the series, else what the run declared.
    private static async Task<double?> ValueAsync(ServerApi api, RunRecord run, string metric, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/runs/{run.Id}/series", cancellationToken).ConfigureAwait(false);
        foreach (var series in answer.GetProperty("series").EnumerateArray())
        {
            if (series.GetProperty("key").GetString() == metric && series.GetProperty("last") is { ValueKind: JsonValueKind.Number } last)
                return last.GetDouble();
        }

        var whole = await api.GetAsync($"/runs/{run.Id}", cancellationToken).ConfigureAwait(false);
        return whole.TryGetProperty("summary", out var summary) && summary.TryGetProperty(metric, out var value)
            && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
    }

    private static Task<string> NameAsync(string repository, string commit, CancellationToken cancellationToken) =>
        Git.RunAsync(repository, ["log", "-1", "--format=%h %s (%an, %as)", commit], cancellationToken);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
