using Spectre.Console;

namespace Cairn.Samples.FashionMnist;

/// <summary>
/// Progress bars on a terminal. While they are shown nothing else may write to it, so standard output is led away: what
/// runs print there still reaches the SDK, which keeps it with the run, but not the terminal.
/// </summary>
internal sealed class LiveScreen(IAnsiConsole terminal) : IDemoScreen
{
    private ProgressContext? _progress;
    private ProgressTask? _all, _current;
    private string _run = "";

    public async Task ShowAsync(int runs, Func<Task> work)
    {
        var output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            await terminal.Progress()
                .HideCompleted(true)
                .Columns(Columns())
                .StartAsync(async progress =>
                {
                    _progress = progress;
                    _all = progress.AddTask("all runs", maxValue: runs);
                    await work();
                });
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    public void Begin(string run)
    {
        _run = run;
        _current = _progress!.AddTask(Markup.Escape(run), maxValue: 1);
    }

    public void Update(double part, string figures)
    {
        _current!.Value = Math.Min(part, 0.999);
        _current.Description = $"{Markup.Escape(_run)} [grey]{Markup.Escape(figures)}[/]";
    }

    public void End(string outcome)
    {
        _current!.Value = 1;
        _current.StopTask();
        _all!.Increment(1);
        terminal.MarkupLine($"[green]*[/] {Markup.Escape(_run)} [grey]{Markup.Escape(outcome)}[/]");
    }

    public void Note(string text) => terminal.MarkupLine($"[yellow]{Markup.Escape(text)}[/]");

    /// <summary>On a narrow terminal the figures matter more than a long bar.</summary>
    private ProgressColumn[] Columns() => terminal.Profile.Width < 110
        ? [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 8 },
            new PercentageColumn()]
        : [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 },
            new PercentageColumn(), new ElapsedTimeColumn()];
}
