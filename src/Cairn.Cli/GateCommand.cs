using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Cli.Gates;

namespace Cairn.Cli;

/// <summary><c>cairn gate</c>: holds rules against a run or a group, for CI.</summary>
internal static class GateCommand
{
    public static Command Make()
    {
        var rules = new Argument<string>("rules") { Description = "The YAML file of rules; see docs/gates.md." };
        var run = new Option<string?>("--run") { Description = "The run: its number, team/project/uid or its page's address.", HelpName = "RUN" };
        var group = new Option<string?>("--group") { Description = "The group of runs instead, judged together.", HelpName = "NAME" };
        var project = new Option<string?>("--project") { Description = "The project of the group.", HelpName = "TEAM/NAME" };
        var commit = new Option<string?>("--commit")
        {
            Description = "The commit that the result belongs to (else GITHUB_SHA, CI_COMMIT_SHA or the runs' own).",
            HelpName = "SHA",
        };
        var summary = new Option<string?>("--summary") { Description = "Append a Markdown summary to this file.", HelpName = "FILE" };
        var junit = new Option<string?>("--junit") { Description = "Write the checks as JUnit XML to this file.", HelpName = "FILE" };
        var url = CommonOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command(
            "gate", "Hold rules against a run or a group. Exit code 0: all hold; 1: some do not; 2: they could not be checked.")
        {
            rules, run, group, project, commit, summary, junit, url, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new GateRequest(
                parsed.GetValue(rules)!, parsed.GetValue(run), parsed.GetValue(group), parsed.GetValue(project),
                parsed.GetValue(commit) ?? Variable("GITHUB_SHA") ?? Variable("CI_COMMIT_SHA")),
            parsed.GetValue(url)!, parsed.GetValue(summary), parsed.GetValue(junit), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        GateRequest request, string url, string? summary, string? junit, bool json, CancellationToken cancellationToken)
    {
        if (request.Run is null == request.Group is null)
            return Failure.Say("Name the run with --run, or a group with --group and --project.");
        if (request.Group is not null && request.Project is null)
            return Failure.Say("A group needs its project: --project TEAM/NAME.");
        try
        {
            var yaml = await File.ReadAllTextAsync(request.Rules, cancellationToken).ConfigureAwait(false);
            using var api = new ServerApi(url);
            var body = new JsonObject { ["rules"] = yaml, ["commit"] = request.Commit, ["group"] = request.Group };
            var project = request.Project;
            if (request.Run is not null)
            {
                var run = await RunReference.FindAsync(api, request.Run, cancellationToken).ConfigureAwait(false);
                body["run"] = run.GetProperty("id").GetInt64();
                project = run.GetProperty("project").GetString();
            }

            var answer = await api.SendAsync(
                HttpMethod.Post, $"{ProjectReference.Path(project!)}/gates", body, cancellationToken).ConfigureAwait(false);
            var result = answer.Deserialize(CliJson.Default.GateAnswer)!;
            var subject = request.Group is null ? request.Run! : $"group {request.Group}";
            if (summary is not null)
                await File.AppendAllTextAsync(summary, GateReport.Markdown(result, subject, api.Url, project!), cancellationToken).ConfigureAwait(false);
            if (junit is not null)
                GateReport.JUnit(result, subject, request.Rules).Save(junit);
            Console.WriteLine(json
                ? JsonSerializer.Serialize(answer, CliJson.Default.JsonElement)
                : GateReport.Text(result, subject).TrimEnd());
            return result.Passed ? 0 : 1;
        }
        catch (CommandFailedException exception)
        {
            return Failure.Say(exception.Message.StartsWith("Line ", StringComparison.Ordinal) ? $"{request.Rules}: {exception.Message}" : exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failure.Say(exception.Message);
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
