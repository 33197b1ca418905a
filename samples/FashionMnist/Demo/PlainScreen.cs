namespace Cairn.Samples.FashionMnist;

/// <summary>Plain lines on standard output: for files, pipes and terminals that cannot do better.</summary>
internal sealed class PlainScreen : IDemoScreen
{
    private string _run = "";
    private int _runs, _begun;

    public Task ShowAsync(int runs, Func<Task> work)
    {
        _runs = runs;
        return work();
    }

    public void Begin(string run)
    {
        _run = run;
        Console.WriteLine($"[{++_begun}/{_runs}] {run}");
    }

    /// <summary>Shows nothing: what each epoch brought is printed by the run itself.</summary>
    public void Update(double part, string figures)
    {
    }

    public void End(string outcome) => Console.WriteLine($"{_run}: {outcome}");

    public void Note(string text) => Console.WriteLine(text);
}
