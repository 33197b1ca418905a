using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Cairn.Cli;

/// <summary><c>cairn landmark</c>: sets, lists and removes the landmarks of a project's metrics.</summary>
internal static class LandmarkCommand
{
    public static Command Make() => new("landmark", "Set, list and remove the landmarks that a project's results stand next to.")
    {
        Set(), List(), Remove(),
    };

    private static Command Set()
    {
        var (project, metric, name) = (Project(), Metric(), Name());
        var value = new Argument<string>("value") { Description = "A number; or run:NUMBER; or group:NAME." };
        var direction = new Option<string>("--better")
        {
            Description = "Which way is better.",
            DefaultValueFactory = _ => "higher",
        };
        direction.AcceptOnlyFromAmong("higher", "lower");
        var aggregate = new Option<string>("--aggregate")
        {
            Description = "Which number of a series counts, for runs and groups.",
            DefaultValueFactory = _ => "last",
        };
        aggregate.AcceptOnlyFromAmong("last", "min", "max", "mean");
        var source = new Option<string?>("--source") { Description = "Where the number comes from, for people.", HelpName = "TEXT" };
        var examples = new Option<int?>("--examples") { Description = "Test examples that a number was measured on.", HelpName = "N" };
        var url = CommonOptions.Server();
        var command = new Command("set", "Make a landmark, or replace the one of that metric and name.")
        {
            project, metric, name, value, direction, aggregate, source, examples, url,
        };
        command.SetAction((parsed, cancellationToken) => DoAsync(parsed.GetValue(url)!, async api =>
        {
            var body = new JsonObject
            {
                ["metric"] = parsed.GetValue(metric),
                ["name"] = parsed.GetValue(name),
                ["direction"] = parsed.GetValue(direction) == "lower" ? "min" : "max",
                ["aggregate"] = parsed.GetValue(aggregate),
                ["source"] = parsed.GetValue(source),
                ["examples"] = parsed.GetValue(examples),
            };
            var text = parsed.GetValue(value)!;
            if (text.StartsWith("group:", StringComparison.Ordinal))
            {
                (body["kind"], body["group"]) = ("group", text[6..]);
            }
            else if (text.StartsWith("run:", StringComparison.Ordinal))
            {
                var run = await RunReference.FindAsync(api, text[4..], cancellationToken).ConfigureAwait(false);
                (body["kind"], body["run"]) = ("run", run.GetProperty("id").GetInt64());
            }
            else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            {
                (body["kind"], body["value"]) = ("constant", number);
            }
            else
            {
                throw new CommandFailedException($"'{text}' is no number, run:NUMBER or group:NAME.");
            }

            var (team, title) = ProjectReference.Split(parsed.GetValue(project)!);
            await api.SendAsync(HttpMethod.Post, "/projects", new JsonObject { ["team"] = team, ["name"] = title }, cancellationToken)
                .ConfigureAwait(false);
            var set = await api.SendAsync(
                HttpMethod.Put, $"{ProjectReference.Path(parsed.GetValue(project)!)}/landmarks", body, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{set.GetProperty("name")} of {set.GetProperty("metric")}: {Value(JsonNode.Parse(set.GetRawText())!)}");
        }));
        return command;
    }

    private static Command List()
    {
        var project = Project();
        var url = CommonOptions.Server();
        var json = CommonOptions.Json();
        var command = new Command("list", "List the landmarks of a project with their numbers as of now.") { project, url, json };
        command.SetAction((parsed, cancellationToken) => DoAsync(parsed.GetValue(url)!, async api =>
        {
            var answer = await api.GetAsync($"{ProjectReference.Path(parsed.GetValue(project)!)}/landmarks", cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(answer, CliJson.Default.JsonElement));
                return;
            }

            var landmarks = JsonNode.Parse(answer.GetRawText())!["landmarks"]!.AsArray();
            if (landmarks.Count == 0)
            {
                Console.WriteLine("No landmarks yet. Set one: cairn landmark set PROJECT METRIC NAME VALUE");
                return;
            }

            var table = new Table().AddColumns("metric", "name", "value", "kind", "better", "source");
            foreach (var one in landmarks)
            {
                table.AddRow(new[]
                {
                    $"{one!["metric"]}", $"{one["name"]}", Value(one), $"{one["kind"]}",
                    $"{one["direction"]}" == "min" ? "lower" : "higher", $"{one["source"]}",
                }.Select(Markup.Escape).ToArray());
            }

            AnsiConsole.Write(table);
        }));
        return command;
    }

    private static Command Remove()
    {
        var (project, metric, name, url) = (Project(), Metric(), Name(), CommonOptions.Server());
        var command = new Command("remove", "Remove a landmark.") { project, metric, name, url };
        command.SetAction((parsed, cancellationToken) => DoAsync(parsed.GetValue(url)!, async api =>
        {
            var path = $"{ProjectReference.Path(parsed.GetValue(project)!)}/landmarks";
            var answer = await api.GetAsync(path, cancellationToken).ConfigureAwait(false);
            var found = JsonNode.Parse(answer.GetRawText())!["landmarks"]!.AsArray().FirstOrDefault(one =>
                $"{one!["metric"]}" == parsed.GetValue(metric) && $"{one["name"]}" == parsed.GetValue(name))
                ?? throw new CommandFailedException($"{parsed.GetValue(project)} has no landmark '{parsed.GetValue(name)}' of {parsed.GetValue(metric)}.");
            await api.SendAsync(HttpMethod.Delete, $"{path}/{found["id"]}", null, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"Removed {found["name"]} of {found["metric"]}.");
        }));
        return command;
    }

    private static Argument<string> Project() => new("project") { Description = "The project, TEAM/NAME." };

    private static Argument<string> Metric() => new("metric") { Description = "Key of the metric, such as test/accuracy." };

    private static Argument<string> Name() => new("name") { Description = "What it is called, such as chance." };

    private static string Value(JsonNode landmark)
    {
        if (landmark["resolved"] is not { } resolved)
            return "no value yet";
        var text = ((double)resolved["value"]!).ToString("G6", CultureInfo.InvariantCulture);
        return (int)resolved["n"]! > 1 ? $"{text} over {resolved["n"]} runs" : text;
    }

    private static async Task<int> DoAsync(string url, Func<ServerApi, Task> work)
    {
        try
        {
            using var api = new ServerApi(url);
            await work(api).ConfigureAwait(false);
            return 0;
        }
        catch (CommandFailedException exception)
        {
            return Failure.Say(exception.Message);
        }
    }
}
