using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cairn.Core.Gates;

/// <summary>Reads a gate's YAML file; what is wrong with it is said with its line and what to write instead.</summary>
public static class GateReader
{
    private const int MostCharacters = 256 * 1024;
    private const int MostRules = 200;

    private static readonly string[] RootKeys = ["name", "confidence", "rules", "budgets"];

    private static readonly string[] RuleKeys =
        ["name", "metric", "landmark", "expect", "by", "margin", "confidence", "direction", "at-least", "at-most"];

    private static readonly string[] BudgetKeys = ["duration", "memory", "latency"];

    private static readonly string[] BoundKeys = ["metric", "at-most"];

    /// <summary>The rules of a file, or the first thing that is wrong with it.</summary>
    public static Outcome<GateDefinition> Read(string yaml)
    {
        if (yaml.Length > MostCharacters)
            return Refusal.Invalid("rules", "The file of rules is too long.", $"{MostCharacters / 1024} KiB");
        try
        {
            var stream = new YamlStream();
            using var reader = new StringReader(yaml);
            stream.Load(reader);
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                throw new GateProblem(1, "The file must be one mapping.", "Begin it with: rules:");
            return ReadRoot(root);
        }
        catch (GateProblem problem)
        {
            return Refusal.Invalid("rules", $"Line {problem.Line}: {problem.Message}", remedy: problem.Remedy);
        }
        catch (YamlException problem)
        {
            return Refusal.Invalid(
                "rules", $"Line {problem.Start.Line}: this is no YAML: {problem.Message}", remedy: "Check indentation, quotes and colons.");
        }
    }

    private static GateDefinition ReadRoot(YamlMappingNode root)
    {
        var map = new GateMapping(root, RootKeys, "the file");
        var confidence = Confidence(map) ?? 0.95;
        var rules = new List<GateRule>();
        if (map.Sequence("rules", "a list of rules, each beginning with '- metric:'") is { } list)
        {
            foreach (var node in list)
            {
                if (node is not YamlMappingNode rule)
                    throw new GateProblem(node, "A rule must be a mapping.", "Begin it with: - metric:");
                rules.Add(ReadRule(new GateMapping(rule, RuleKeys, "a rule"), confidence));
            }
        }

        if (map.Mapping("budgets", BudgetKeys) is { } budgets)
            rules.AddRange(ReadBudgets(budgets));
        if (rules.Count == 0)
            throw new GateProblem(root, "There are no rules: such a gate would let everything pass.", "Add rules: or budgets:.");
        if (rules.Count > MostRules)
            throw new GateProblem(root, $"{rules.Count} rules are too many.", $"At most {MostRules}.");
        return new GateDefinition(map.Text("name") ?? "gate", rules);
    }

    private static GateRule ReadRule(GateMapping map, double confidence)
    {
        var metric = map.Text("metric") ?? throw new GateProblem(map.Node, "A rule needs a metric.", "Add: metric: test/accuracy");
        var landmark = map.Text("landmark");
        var (least, most) = (map.Number("at-least"), map.Number("at-most"));
        if (landmark is null == (least is null && most is null))
        {
            throw new GateProblem(
                map.Node,
                landmark is null ? "A rule without a landmark needs a bound." : "A rule has either a landmark or bounds, not both.",
                landmark is null ? "Add landmark:, at-least: or at-most:." : "Make two rules of it.");
        }

        if (landmark is null)
        {
            foreach (var key in new[] { "expect", "by", "margin", "confidence", "direction" })
            {
                if (map.Find(key) is { } extra)
                    throw new GateProblem(extra, $"'{key}' goes with a landmark, not with plain bounds.", $"Remove it, or add: landmark: NAME");
            }

            if (least > most)
                throw new GateProblem(map.Node, $"Nothing is at least {least} and at most {most}.", "Swap the two bounds.");
            return new GateRule
            {
                Line = map.Line,
                Title = map.Text("name") ?? $"{metric}{(least is null ? "" : $" at least {GateWords.Number(least.Value)}")}"
                    + (most is null ? "" : $"{(least is null ? "" : ",")} at most {GateWords.Number(most.Value)}"),
                Metric = metric,
                AtLeast = least,
                AtMost = most,
            };
        }

        var expect = map.Choice("expect", ("better", GateExpectation.Better), ("not-worse", GateExpectation.NotWorse)) ?? GateExpectation.Better;
        var (by, margin) = (Positive(map, "by"), Positive(map, "margin"));
        if (by is not null && expect == GateExpectation.NotWorse)
            throw new GateProblem(map.Find("by")!, "'by' asks to be better, 'expect: not-worse' does not.", "Use margin: with not-worse.");
        if (margin is not null && expect == GateExpectation.Better)
            throw new GateProblem(map.Find("margin")!, "'margin' allows to be worse, 'expect: better' does not.", "Use by: with better, or expect: not-worse.");
        return new GateRule
        {
            Line = map.Line,
            Title = map.Text("name") ?? (expect == GateExpectation.Better
                ? $"{metric} better than {landmark}{(by is null ? "" : $" by {GateWords.Number(by.Value)}")}"
                : $"{metric} not worse than {landmark}{(margin is null ? "" : $" by {GateWords.Number(margin.Value)}")}"),
            Metric = metric,
            Landmark = landmark,
            Expect = expect,
            By = by,
            Margin = margin,
            Confidence = Confidence(map) ?? confidence,
            HigherIsBetter = map.Choice("direction", ("max", true), ("min", false)),
        };
    }

    private static IEnumerable<GateRule> ReadBudgets(GateMapping map)
    {
        if (map.Find("duration") is { } duration)
        {
            yield return new GateRule
            {
                Line = (int)duration.Start.Line,
                Title = $"time at most {map.Text("duration")}",
                AtMost = GateWords.Seconds(map.Text("duration")!)
                    ?? throw new GateProblem(duration, $"'{map.Text("duration")}' is no duration.", "Write 90 s, 30 min or 2 h."),
                IsDuration = true,
                Unit = "s",
            };
        }

        if (map.Find("memory") is { } memory)
        {
            yield return new GateRule
            {
                Line = (int)memory.Start.Line,
                Title = $"memory at most {map.Text("memory")}",
                Metric = "system/memory.process_rss_mib",
                AtMost = GateWords.Mebibytes(map.Text("memory")!)
                    ?? throw new GateProblem(memory, $"'{map.Text("memory")}' is no amount of memory.", "Write 512 MiB or 4 GiB."),
                IsPeak = true,
                Unit = "MiB",
            };
        }

        if (map.Mapping("latency", BoundKeys) is { } latency)
        {
            var metric = latency.Text("metric") ?? throw new GateProblem(latency.Node, "A latency budget needs the metric that holds it.", "Add: metric: serve/latency_ms");
            var most = latency.Number("at-most") ?? throw new GateProblem(latency.Node, "A latency budget needs its bound.", "Add: at-most: 20");
            yield return new GateRule
            {
                Line = latency.Line,
                Title = $"{metric} at most {GateWords.Number(most)}",
                Metric = metric,
                AtMost = most,
            };
        }
    }

    private static double? Confidence(GateMapping map) =>
        map.Number("confidence") is not { } value ? null
        : value is >= 0.5 and <= 0.9999 ? value
        : throw new GateProblem(map.Find("confidence")!, $"A confidence of {GateWords.Number(value)} can't be used.", "Write a part of one from 0.5 to 0.9999; 0.95 is usual.");

    private static double? Positive(GateMapping map, string key) =>
        map.Number(key) is not { } value ? null
        : value > 0 ? value
        : throw new GateProblem(map.Find(key)!, $"'{key}' must be more than 0.", "Leave it out to ask for any difference.");
}
