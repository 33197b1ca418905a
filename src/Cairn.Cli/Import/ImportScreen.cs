using System.Text.Json;
using Cairn.Protocols.Import;
using Spectre.Console;

namespace Cairn.Cli.Import;

/// <summary>Shows an import as it goes, and what came and what did not when it is through.</summary>
internal static class ImportScreen
{
    private const int ListedProblems = 20;
    private const int Cancelled = 130;

    /// <summary>Runs an import; answers 0 when everything came, 1 when something did not, 2 when it could not begin or go on.</summary>
    public static async Task<int> RunAsync(
        Func<IProgress<ImportProgress>?, Task<ImportReport>> import, bool json, CancellationToken cancellationToken)
    {
        try
        {
            var report = json ? await import(null)
                : Console.IsOutputRedirected ? await import(new ImportLines(Console.Out, TimeProvider.System))
                : await WithBarAsync(import);
            if (json)
                Console.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.ImportReport));
            else
                Print(report);
            return report.IsWhole ? 0 : 1;
        }
        catch (ImportException exception)
        {
            return Failure.Say(exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Console.Error.WriteLine("cairn: stopped. What has come stays; repeat the command to go on.");
            return Cancelled;
        }
    }

    private static Task<ImportReport> WithBarAsync(Func<IProgress<ImportProgress>?, Task<ImportReport>> import) =>
        AnsiConsole.Progress()
            .Columns(new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                var bar = context.AddTask("Looking", maxValue: 1);
                var report = await import(new Bar(bar));
                bar.Value = bar.MaxValue;
                return report;
            });

    private static void Print(ImportReport report)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape($"{report.From} to {report.Url}")) };
        table.AddColumn("");
        table.AddColumn(new TableColumn("came").RightAligned());
        table.AddColumn(new TableColumn("did not").RightAligned());
        foreach (var ((kind, came), (_, missed)) in report.Came.Rows().Zip(report.Missed.Rows()))
        {
            if (came + missed > 0)
                table.AddRow(kind, $"{came:N0}", missed > 0 ? $"[red]{missed:N0}[/]" : "0");
        }

        AnsiConsole.Write(table);
        if (report.UnchangedRuns > 0)
            Console.WriteLine($"{report.UnchangedRuns:N0} runs were there already, whole and unchanged.");
        if (report.DeletedRuns > 0)
            Console.WriteLine($"{report.DeletedRuns:N0} runs are in the trash of the source and stayed there; --deleted brings them too.");
        foreach (var note in report.Notes.Take(ListedProblems))
            Console.WriteLine($"note: {note.Message}");
        foreach (var problem in report.Problems.Take(ListedProblems))
            Console.Error.WriteLine($"cairn: {problem.Message}");
        if (report.ProblemCount > ListedProblems)
            Console.Error.WriteLine($"cairn: … and {report.ProblemCount - ListedProblems:N0} more; --json lists them.");
    }

    // The usual Progress<T> reports on other threads, in any order; a bar may not run back.
    private sealed class Bar(ProgressTask task) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
            task.Description = Markup.Escape(ImportLines.Describe(value));
        }
    }
}
