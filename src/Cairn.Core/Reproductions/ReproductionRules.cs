using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Core.Runs;

namespace Cairn.Core.Reproductions;

/// <summary>Decides what a repetition has to repeat, and whether it did.</summary>
public static partial class ReproductionRules
{
    /// <summary>The tag of runs that repeat another; they are no further seed of its group.</summary>
    public const string Tag = "reproduction";

    /// <summary>Relative difference that counts as the same unless another is asked for.</summary>
    public const double DefaultTolerance = 1e-6;

    // What a rerun cannot share with its original, or what says nothing of the machine's kind.
    private static readonly string[] Incidental =
    [
        "command", "arguments", "program", "executable", "workingDirectory", "rerun", "pid", "debugger", "user", "host",
        "git", "processRun", "wandb", "codePath",
    ];

    /// <summary>Whether a key measures time, speed or hardware, which no rerun repeats.</summary>
    public static bool IsIncidental(string key) =>
        key.StartsWith("system/", StringComparison.Ordinal) || Timing().IsMatch(key);

    /// <summary>In which machine, packages and versions two environments differ.</summary>
    public static IReadOnlyList<Difference> CompareEnvironments(Run original, Run rerun) =>
        [.. Differences.Of(original.Environment, rerun.Environment)
            .Where(difference => !Incidental.Contains(difference.Path.Split('.')[0]))];

    /// <summary>The numbers of a summary that a rerun has to repeat, by key.</summary>
    public static IReadOnlyDictionary<string, double> Results(Run run) => run.Summary.EnumerateObject()
        .Where(member => member.Value.ValueKind == JsonValueKind.Number && !member.Name.StartsWith('_'))
        .ToDictionary(member => member.Name, member => member.Value.GetDouble());

    /// <summary>The verdict over all metrics: as good as the worst of them.</summary>
    public static ReproductionVerdict Judge(IReadOnlyCollection<MetricReproduction> metrics)
    {
        if (metrics.Count == 0)
            return ReproductionVerdict.NothingToCompare;
        return metrics.Max(metric => metric.Agreement) switch
        {
            MetricAgreement.Identical => ReproductionVerdict.Identical,
            MetricAgreement.WithinTolerance => ReproductionVerdict.WithinTolerance,
            MetricAgreement.WithinNoise => ReproductionVerdict.WithinNoise,
            _ => ReproductionVerdict.NotReproduced,
        };
    }

    [GeneratedRegex(
        @"(^|[/_.\-])(seconds|secs?|ms|millis(econds)?|minutes|hours|time|timestamp|runtime|duration|elapsed|latency|throughput|fps|eta)($|[/_.\-])|_per_(s|sec|second)s?$|_per_(s|sec|second)[/_.]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Timing();
}
