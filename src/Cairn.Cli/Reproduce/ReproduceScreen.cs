using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace Cairn.Cli.Reproduce;

/// <summary>Tells how a reproduction goes: words for people, or the server's answer as JSON for programs.</summary>
internal sealed class ReproduceScreen(bool json)
{
    private const int MostRows = 20;

    // Files and pipes have no width; what is cut to a terminal's is hard to read there.
    private const int FileWidth = 160;

    // Programs read standard output; people may read both.
    private readonly TextWriter _words = json ? Console.Error : Console.Out;

    public void Begin(RunRecord run, string commit, bool patched, string tree, bool keep, RerunPlan plan)
    {
        Say("run", $"{run.Project}/{run.Uid} ({run.Name})");
        Say("code", commit + (patched ? " with the run's uncommitted changes" : ""));
        Say("work tree", tree + (keep ? "" : ", removed at the end (--keep leaves it)"));
        Say("command", plan.ToString());
    }

    /// <summary>Names the data sets that the run recorded: the command has to find the same ones.</summary>
    public async Task TellInputsAsync(ServerApi api, RunRecord run, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/runs/{run.Id}/datasets", cancellationToken).ConfigureAwait(false);
        foreach (var dataset in answer.GetProperty("datasets").EnumerateArray())
            Say("data", $"{dataset.GetProperty("name")} with digest {dataset.GetProperty("digest")}");
    }

    public void Note(string text) => Say("note", text);

    /// <summary>The verdict with what it rests on.</summary>
    public void End(JsonElement answer, string page)
    {
        if (json)
        {
            Console.WriteLine(answer.GetRawText());
            return;
        }

        Say("rerun", page);
        Tell("machine", answer.GetProperty("environment"));
        Tell("config", answer.GetProperty("config"));
        if (answer.GetProperty("ignored").GetArrayLength() is > 0 and var ignored)
            Say("ignored", $"{ignored} metrics of time, speed and hardware");
        var apart = answer.GetProperty("metrics").EnumerateArray()
            .Where(metric => metric.GetProperty("agreement").GetString() != "identical").ToList();
        if (apart.Count > 0)
            Print(apart);
        _words.WriteLine();
        _words.WriteLine(answer.GetProperty("sentence").GetString());
    }

    private void Tell(string what, JsonElement differences)
    {
        foreach (var difference in differences.EnumerateArray().Take(MostRows))
        {
            Say($"{what} differs", $"{difference.GetProperty("path").GetString()}: {Value(difference, "expected")} → {Value(difference, "actual")}");
        }

        if (differences.GetArrayLength() > MostRows)
            Say($"{what} differs", $"and {differences.GetArrayLength() - MostRows} more");
    }

    private void Print(List<JsonElement> metrics)
    {
        var table = new Table().AddColumns("metric", "", "first step apart", "original", "rerun", "largest difference");
        foreach (var metric in metrics.Take(MostRows))
        {
            table.AddRow(
                Markup.Escape(metric.GetProperty("key").GetString()!),
                metric.GetProperty("agreement").GetString() switch
                {
                    "tolerance" => "same within tolerance",
                    "noise" => "apart, within noise",
                    "missing" => "in one run only",
                    _ => "apart",
                },
                Value(metric, "firstStep", ""),
                Value(metric, "expected", ""),
                Value(metric, "actual", ""),
                metric.GetProperty("largest").GetDouble() is var largest and > 0
                    ? largest.ToString("0.0e+0", CultureInfo.InvariantCulture)
                    : "");
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_words) });
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = FileWidth;
        console.Write(table);
        if (metrics.Count > MostRows)
            Say("", $"and {metrics.Count - MostRows} more");
    }

    private static string Value(JsonElement json, string name, string missing = "none") =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? Markup.Escape(value.ToString()) : missing;

    public void Say(string what, string text) => _words.WriteLine($"{what,-15} {text}");
}
