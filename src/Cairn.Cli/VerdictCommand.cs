using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary><c>cairn verdict</c>: how a run or a group stands against the landmarks.</summary>
internal static class VerdictCommand
{
    public static Command Make()
    {
        var run = new Argument<string?>("run")
        {
            Description = "The run: its number, team/project/uid or the address of its page.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var group = new Option<string?>("--group") { Description = "Judge the runs of this group together instead.", HelpName = "NAME" };
        var project = new Option<string?>("--project") { Description = "The project of the group.", HelpName = "TEAM/NAME" };
        var against = new Option<string?>("--against") { Description = "Only this landmark.", HelpName = "LANDMARK" };
        var metric = new Option<string?>("--metric") { Description = "Only landmarks of this metric.", HelpName = "KEY" };
        var confidence = new Option<double?>("--confidence") { Description = "How sure the interval is; 0.95 unless given.", HelpName = "0..1" };
        var margin = new Option<double?>("--margin")
        {
            Description = "Differences up to this count as equal, in the metric's unit.",
            HelpName = "AMOUNT",
        };
        var url = CommonOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command(
            "verdict", "Say whether a run is better than its landmarks, worse, or whether nobody can tell. Exit code 0 whatever the verdict.")
        {
            run, group, project, against, metric, confidence, margin, url, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var query = new List<string>();
            Add("landmark", parsed.GetValue(against));
            Add("metric", parsed.GetValue(metric));
            Add("confidence", parsed.GetValue(confidence)?.ToString(CultureInfo.InvariantCulture));
            Add("margin", parsed.GetValue(margin)?.ToString(CultureInfo.InvariantCulture));
            return RunAsync(
                parsed.GetValue(url)!, parsed.GetValue(run), parsed.GetValue(group), parsed.GetValue(project), query, parsed.GetValue(json),
                cancellationToken);

            void Add(string name, string? value)
            {
                if (value is not null)
                    query.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string url, string? run, string? group, string? project, List<string> query, bool json, CancellationToken cancellationToken)
    {
        if (run is null == group is null)
            return Failure.Say("Name a run, or a group with --group NAME --project TEAM/NAME.");
        if (group is not null && project is null)
            return Failure.Say("A group needs its project: --project TEAM/NAME.");
        try
        {
            using var api = new ServerApi(url);
            string path;
            if (run is not null)
            {
                path = $"/runs/{(await RunReference.FindAsync(api, run, cancellationToken).ConfigureAwait(false)).GetProperty("id")}/verdicts";
            }
            else
            {
                query.Add($"group={Uri.EscapeDataString(group!)}");
                path = $"{ProjectReference.Path(project!)}/verdicts";
            }

            var answer = await api.GetAsync(query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", cancellationToken).ConfigureAwait(false);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(answer, CliJson.Default.JsonElement));
            else
                Print(JsonNode.Parse(answer.GetRawText())!["verdicts"]!.AsArray());
            return 0;
        }
        catch (CommandFailedException exception)
        {
            return Failure.Say(exception.Message);
        }
    }

    private static void Print(JsonArray verdicts)
    {
        if (verdicts.Count == 0)
        {
            Console.WriteLine("There is no landmark of a metric that this has. Set one: cairn landmark set PROJECT METRIC NAME VALUE");
            return;
        }

        foreach (var subject in verdicts.GroupBy(one => (Name: $"{one!["subject"]!["name"]}", Metric: $"{one["metric"]}")))
        {
            var about = subject.First()!["subject"]!;
            var count = (int)about["n"]!;
            Say(
                $"{subject.Key.Name} · {subject.Key.Metric} {Number(about["value"])}{(count > 1 ? $" over {count} runs" : "")}", "bold");
            foreach (var verdict in subject)
                Say($"  {verdict!["sentence"]}", $"{verdict["word"]}" switch { "better" => "green", "worse" => "red", _ => "grey" });
            foreach (var warning in subject.SelectMany(verdict => verdict!["warnings"]!.AsArray()).Select(warning => $"{warning!["text"]}").Distinct())
                Say($"  ! {warning}", "yellow");
        }
    }

    // Programs and logs get whole lines without colours.
    private static void Say(string text, string style)
    {
        if (Console.IsOutputRedirected)
            Console.WriteLine(text);
        else
            AnsiConsole.MarkupLine($"[{style}]{Markup.Escape(text)}[/]");
    }

    private static string Number(JsonNode? value) => ((double?)value ?? double.NaN).ToString("G6", CultureInfo.InvariantCulture);
}
