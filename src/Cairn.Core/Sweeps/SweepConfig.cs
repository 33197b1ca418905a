using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Analysis.Sweeps;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cairn.Core.Sweeps;

/// <summary>Reads sweep configurations, which people write in YAML.</summary>
public static class SweepConfig
{
    private const int TextLimit = 4 * 1024 * 1024;
    private const int DepthLimit = 60;

    /// <summary>The configuration as JSON; why not when it is no YAML mapping.</summary>
    public static Outcome<JsonElement> Read(string text)
    {
        if (text.Length > TextLimit)
            return Refusal.Invalid("config", "The configuration is too long.", $"{TextLimit} characters");
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
                return Refusal.Invalid("config", "A sweep's configuration has to be one YAML mapping.", remedy: "Give at least method and parameters.");
            return JsonSerializer.SerializeToElement(Convert(root, 0));
        }
        catch (YamlException exception)
        {
            return Refusal.Invalid("config", $"The configuration is not YAML: line {exception.Start.Line}: {exception.Message}");
        }
        catch (InvalidDataException exception)
        {
            return Refusal.Invalid("config", exception.Message);
        }
    }

    /// <summary>What a configuration says about the search; why not when it says nothing sound.</summary>
    public static Outcome<SweepDefinition> Define(JsonElement config) =>
        SweepDefinition.Parse(config).Try(out var definition, out var problem)
            ? definition
            : Refusal.Invalid(problem.Parameter, $"{problem.Parameter} {problem.Detail}", remedy: problem.Remedy);

    // Anchors may make a short text endless: depth bounds that, and each node is walked as often as it is named.
    private static JsonNode? Convert(YamlNode node, int depth)
    {
        if (depth > DepthLimit)
            throw new InvalidDataException($"The configuration is nested more than {DepthLimit} deep.");
        switch (node)
        {
            case YamlMappingNode mapping:
                var fields = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name } || !fields.TryAdd(name, Convert(value, depth + 1)))
                        throw new InvalidDataException($"Line {key.Start.Line}: a key is no text, or there twice.");
                }

                return fields;
            case YamlSequenceNode sequence:
                return new JsonArray([.. sequence.Children.Select(item => Convert(item, depth + 1))]);
            case YamlScalarNode scalar:
                return Scalar(scalar);
            default:
                throw new InvalidDataException($"Line {node.Start.Line}: nothing that a configuration can have.");
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted or ScalarStyle.Literal or ScalarStyle.Folded)
            return JsonValue.Create(text);
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL": return null;
            case "true" or "True" or "TRUE" or "yes" or "Yes" or "on" or "On": return JsonValue.Create(true);
            case "false" or "False" or "FALSE" or "no" or "No" or "off" or "Off": return JsonValue.Create(false);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return JsonValue.Create(whole);

        // Only digits, dots and exponents: "nan" and "infinity" are words here.
        return text.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '.' or 'e' or 'E')
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? Fraction(number)
                : JsonValue.Create(text);
    }

    // A fraction stays one in the text too: "1.0" means a continuous parameter, "1" a whole one.
    private static JsonNode? Fraction(double number) => double.IsInteger(number)
        ? JsonNode.Parse(number.ToString("0.0", CultureInfo.InvariantCulture))
        : JsonValue.Create(number);
}
