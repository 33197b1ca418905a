using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A <c>meta.yaml</c> of MLflow's file store: one mapping of names to plain values.</summary>
internal sealed class MetaFile
{
    private readonly YamlMappingNode _root;

    private MetaFile(YamlMappingNode root) => _root = root;

    /// <exception cref="InvalidDataException">It is not such a file; the message names it and the line.</exception>
    public static MetaFile Read(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is YamlMappingNode root
                ? new MetaFile(root)
                : throw new InvalidDataException($"{path}:1: this is not a list of names and values.");
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException($"{path}:{exception.Start.Line}: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // The parser gives some broken lists up without a place.
            throw new InvalidDataException($"{path}: this is no YAML.", exception);
        }
    }

    public string? Text(string name) =>
        Node(name) is YamlScalarNode { Value: { } value } scalar
        && !(scalar.Style == ScalarStyle.Plain && value is "null" or "~" or "")
            ? value
            : null;

    public long? Integer(string name) =>
        Text(name) is { } text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : (long)number
            : null;

    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>();
        if (Node(name) is YamlMappingNode members)
        {
            foreach (var (key, value) in members)
                map[key.ToString()] = value is YamlScalarNode scalar ? scalar.Value ?? "" : value.ToString();
        }

        return map;
    }

    private YamlNode? Node(string name) => _root.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;
}
