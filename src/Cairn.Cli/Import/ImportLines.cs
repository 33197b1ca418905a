using Cairn.Protocols.Import;

namespace Cairn.Cli.Import;

/// <summary>Shows an import where there is no terminal, as in a log: one plain line at the start, then at most one every five seconds.</summary>
internal sealed class ImportLines(TextWriter output, TimeProvider clock) : IProgress<ImportProgress>
{
    private static readonly TimeSpan _between = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private long? _last;

    public void Report(ImportProgress value)
    {
        lock (_lock)
        {
            if (_last is { } last && clock.GetElapsedTime(last) < _between)
                return;
            _last = clock.GetTimestamp();
            output.WriteLine(Describe(value));
            output.Flush();
        }
    }

    /// <summary>How far it is, in one line.</summary>
    public static string Describe(ImportProgress value) =>
        $"{value.Done:N0} of {value.Total:N0} runs, {value.Came.Points:N0} points, {value.Came.Files:N0} files  {Shorten(value.Current)}".TrimEnd();

    private static string Shorten(string text) => text.Length <= 40 ? text : "…" + text[^39..];
}
