using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Cairn.Core.Gates;

/// <summary>A mapping of a gate's file that may have only the keys it is known to have.</summary>
internal sealed class GateMapping
{
    private readonly Dictionary<string, YamlNode> _members = [];

    public GateMapping(YamlMappingNode node, string[] known, string what)
    {
        Node = node;
        foreach (var (key, value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name })
                throw new GateProblem(key, "A key must be a word.", $"Known keys: {string.Join(", ", known)}.");
            if (!known.Contains(name))
            {
                var near = known.MinBy(one => Distance(one, name.ToLowerInvariant().Replace('_', '-')))!;
                throw new GateProblem(
                    key, $"'{name}' is no key of {what}.",
                    $"{(Distance(near, name.ToLowerInvariant().Replace('_', '-')) <= 2 ? $"Did you mean {near}? " : "")}Known keys: {string.Join(", ", known)}.");
            }

            _members[name] = value;
        }
    }

    public YamlMappingNode Node { get; }

    public int Line => (int)Node.Start.Line;

    public YamlNode? Find(string key) => _members.GetValueOrDefault(key);

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value.Length: > 0 } scalar => scalar.Value,
        var other => throw new GateProblem(other, $"'{key}' must be a word or a number.", $"Write: {key}: VALUE"),
    };

    public double? Number(string key) => Text(key) is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value
        : throw new GateProblem(Find(key)!, $"'{text}' is no number.", $"Write {key}: 0.5 or the like.");

    public T? Choice<T>(string key, params (string Text, T Value)[] choices) where T : struct
    {
        if (Text(key) is not { } text)
            return null;
        foreach (var choice in choices)
        {
            if (choice.Text == text)
                return choice.Value;
        }

        throw new GateProblem(Find(key)!, $"'{text}' is no {key}.", $"Write {string.Join(" or ", choices.Select(choice => choice.Text))}.");
    }

    public YamlSequenceNode? Sequence(string key, string form) => Find(key) switch
    {
        null => null,
        YamlSequenceNode list => list,
        var other => throw new GateProblem(other, $"'{key}' must be {form}.", "See docs/gates.md for an example."),
    };

    public GateMapping? Mapping(string key, string[] known) => Find(key) switch
    {
        null => null,
        YamlMappingNode map => new GateMapping(map, known, $"'{key}'"),
        var other => throw new GateProblem(other, $"'{key}' must be a mapping.", $"Known keys: {string.Join(", ", known)}."),
    };

    private static int Distance(string one, string other)
    {
        var row = new int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
            row[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (one[i - 1] == other[j - 1] ? 0 : 1));
                (before, row[j]) = (row[j], next);
            }
        }

        return row[^1];
    }
}
