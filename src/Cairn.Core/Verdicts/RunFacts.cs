using System.Text.Json;
using Cairn.Analysis.Verdicts;
using Cairn.Core.Runs;

namespace Cairn.Core.Verdicts;

/// <summary>What a run's documents say that bears on a comparison.</summary>
public static class RunFacts
{
    // Many names of one split: a metric is called val/accuracy where the config counts validation examples.
    private static readonly string[][] Synonyms = [["val", "valid", "validation", "dev"], ["test", "testing", "holdout"], ["train", "training"]];

    /// <summary>
    /// How many examples of a metric's split a value was measured on: <c>test/n</c>, <c>test/examples</c>, <c>test_n</c>,
    /// <c>n_test</c> or <c>test_size</c> of the summary or the config, or a count under <c>data</c> in the config, under
    /// any usual name of the split; null when none of them is there.
    /// </summary>
    public static int? Examples(Run run, MetricNature nature)
    {
        var split = nature.Split;
        string[] splits = split.Length == 0 ? ["test"] : [split, .. (Synonyms.FirstOrDefault(names => names.Contains(split)) ?? []).Where(name => name != split)];
        IEnumerable<string> names = splits.SelectMany<string, string>(name => [$"{name}/n", $"{name}/examples", $"{name}_n", $"n_{name}", $"{name}_size", $"{name}_examples"]);
        if (split.Length == 0)
            names = names.Prepend("examples").Prepend("n");
        foreach (var document in new[] { run.Summary, run.Config })
        {
            foreach (var name in names)
            {
                if (Count(document, name) is { } count)
                    return count;
            }
        }

        var data = Member(run.Config, "data") ?? Member(run.Config, "dataset");
        return data is { ValueKind: JsonValueKind.Object } inside
            ? splits.Select(name => Count(inside, name)).FirstOrDefault(count => count is not null)
            : null;
    }

    /// <summary>The commit of the code that ran; null when unknown.</summary>
    public static string? Commit(Run run) =>
        Text(Member(Member(run.Environment, "git"), "commit")) ?? Text(Member(run.Labels, "mlflow.source.git.commit"));

    /// <summary>Whether the code had uncommitted changes.</summary>
    public static bool IsDirty(Run run) => Member(Member(run.Environment, "git"), "dirty") is { ValueKind: JsonValueKind.True };

    /// <summary>The state of the data as the config tells it; null when it does not.</summary>
    public static string? DataVersion(Run run)
    {
        foreach (var name in new[] { "data", "dataset" })
        {
            if (Member(run.Config, name) is { ValueKind: JsonValueKind.Object } data
                && (Text(Member(data, "digest")) ?? Text(Member(data, "version"))) is { } inside)
            {
                return inside;
            }
        }

        return Text(Member(run.Config, "data_digest")) ?? Text(Member(run.Config, "dataset_digest")) ?? Text(Member(run.Config, "data_version"));
    }

    /// <summary>How many test examples the training data also holds, as logged under <c>data/leaked</c>; 0 when unknown.</summary>
    public static int Leaked(Run run) => Count(run.Summary, "data/leaked") ?? 0;

    /// <summary>What it ran on: the GPUs, else the processor; null when unknown.</summary>
    public static string? Hardware(Run run)
    {
        if (Member(run.Environment, "gpus") is { ValueKind: JsonValueKind.Array } gpus && gpus.GetArrayLength() > 0)
            return string.Join(", ", gpus.EnumerateArray().Select(gpu => gpu.ToString()));
        return Text(Member(run.Environment, "cpu"));
    }

    private static JsonElement? Member(JsonElement? document, string name) =>
        document is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value : null;

    private static string? Text(JsonElement? value) =>
        value is { ValueKind: JsonValueKind.String or JsonValueKind.Number } known && known.ToString() is { Length: > 0 } text ? text : null;

    private static int? Count(JsonElement document, string name)
    {
        if (Member(document, name) is not { } value)
            return null;

        // MLflow's params are text.
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.GetDouble() is var number && number is >= 1 and <= int.MaxValue && number == Math.Floor(number) =>
                (int)number,
            JsonValueKind.String when int.TryParse(value.GetString(), out var number) && number > 0 => number,
            _ => null,
        };
    }
}
