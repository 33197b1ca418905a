using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Client.Logging;

/// <summary>
/// What <c>cairn reproduce</c> asks of the program that it starts: one of its runs is to be logged as the repetition of
/// another, and nothing else is to be logged.
/// </summary>
/// <param name="Uid">Uid of the run that repeats.</param>
/// <param name="Parent">Uid of the run that is repeated.</param>
/// <param name="Run">Which of the process's runs repeats it, from 0 in the order in which they start.</param>
internal sealed record Repetition(string Uid, string Parent, int Run)
{
    /// <summary>The environment variable that carries it, as JSON.</summary>
    public const string Variable = "CAIRN_REPRODUCE";

    /// <summary>Tag of runs that repeat another, so that nobody takes them for a further seed.</summary>
    public const string Tag = "reproduction";

    // Which run of the process one is cannot be known to anything smaller than the process.
    private static int _started;

    /// <summary>Counts a start; answers its place among the process's runs, from 0.</summary>
    public static int NextOrdinal() => Interlocked.Increment(ref _started) - 1;

    /// <summary>Reads the variable's text; null when it is empty or not what <c>cairn reproduce</c> writes.</summary>
    public static Repetition? Parse(string? text, Warnings warnings)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            if (JsonNode.Parse(text) is JsonObject json && json["uid"]?.GetValue<string>() is { Length: > 0 } uid
                && json["parent"]?.GetValue<string>() is { Length: > 0 } parent)
            {
                return new Repetition(uid, parent, json["run"]?.GetValue<int>() ?? 0);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // Reported below.
        }

        warnings.Report("reproduce", $"{Variable} is '{text}', which cairn reproduce did not write; it is ignored");
        return null;
    }

    /// <summary>The options of the process's run number <paramref name="ordinal"/> under this repetition.</summary>
    public RunOptions Apply(RunOptions options, int ordinal) => ordinal != Run
        ? options with { Mode = RunMode.Disabled }
        : options with
        {
            Uid = Uid,
            Parent = Parent,
            Group = null,
            Tags = [.. options.Tags, Tag],
            Resume = ResumeMode.Allow,
        };
}
