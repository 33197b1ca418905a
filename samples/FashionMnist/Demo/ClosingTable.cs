using Spectre.Console;

namespace Cairn.Samples.FashionMnist;

/// <summary>Prints a demo's result: every model next to every landmark.</summary>
internal static class ClosingTable
{
    public static void Print(DemoResult result, IAnsiConsole terminal)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("accuracy in %")
            .AddColumn(new TableColumn("runs").RightAligned())
            .AddColumn(new TableColumn("validation").RightAligned())
            .AddColumn(new TableColumn("test").RightAligned());
        foreach (var landmark in result.Landmarks)
            table.AddColumn(new TableColumn($"vs {landmark.Name}\n{100 * landmark.Value:F1}").RightAligned());

        foreach (var model in result.Models)
        {
            var name = Markup.Escape(model.Name);
            string[] cells =
            [
                model == result.Chosen ? $"[bold]{name}[/]" : name,
                $"{model.Test.Count}", Percent(model.Validation), Percent(model.Test),
                .. result.Landmarks.Select(landmark => Delta(
                    100 * (model.Test.Mean - landmark.Value),
                    result.Verdicts.FirstOrDefault(one => one.Model == model.Name && one.Landmark == landmark.Name)?.Word)),
            ];
            table.AddRow(cells);
        }

        terminal.WriteLine();
        terminal.Write(table);
        terminal.WriteLine(
            "± is the standard deviation over seeds; 'vs' are differences of the test accuracy in percentage points.");
        if (result.Verdicts.Count > 0)
            terminal.WriteLine("A difference with '?' may be noise: nobody can tell from these runs. The others are real at 95 % confidence.");
        terminal.WriteLine($"human: {Landmarks.Human.Source}.");
        terminal.WriteLine();
        terminal.MarkupLine($"[bold]{Markup.Escape(result.Verdict)}[/]");
        foreach (var verdict in result.Verdicts.Where(one => one.Model == result.Chosen.Name))
            terminal.WriteLine($"  {verdict.Sentence}");
        terminal.WriteLine(
            $"{result.Models.Sum(m => m.Test.Count)} runs in {Time(result.Elapsed)}, from {result.DataSource}. " +
            $"Look at one: {result.Chosen.RunUrls[0]}");
        if (result.UnsentRuns > 0)
            terminal.WriteLine(
                $"{result.UnsentRuns} of them are on disk, not wholly on the server. " +
                $"Send them with: cairn sync {result.SpoolDirectory}");
    }

    private static string Time(TimeSpan elapsed) =>
        elapsed.TotalSeconds < 100 ? $"{elapsed.TotalSeconds:F0} s" : $"{elapsed.TotalMinutes:F1} min";

    private static string Percent(Spread spread) =>
        spread.Deviation is { } deviation
            ? $"{100 * spread.Mean:F1} ± {100 * deviation:F1}"
            : $"{100 * spread.Mean:F1}";

    /// <summary>
    /// A signed difference; one that rounds to nothing has no sign. Coloured where a verdict says that it is real, grey
    /// with a question mark where it may be noise, plain where nothing is known.
    /// </summary>
    private static string Delta(double points, string? word)
    {
        if (word == "itself")
            return "-";
        var text = Math.Abs(points) < 0.05 ? "0.0" : points > 0 ? $"+{points:F1}" : $"-{-points:F1}";
        return word switch
        {
            "better" => $"[green]{text}[/]",
            "worse" => $"[red]{text}[/]",
            "unclear" or "equal" => $"[grey]{text}?[/]",
            _ => text,
        };
    }
}
