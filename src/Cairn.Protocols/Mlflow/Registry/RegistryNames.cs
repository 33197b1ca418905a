using Cairn.Core.Registry;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Which names and lengths the registry takes.</summary>
internal static class RegistryNames
{
    private const int NameLimit = 256;
    private const int TagValueLimit = 100_000;

    /// <summary>The tag by which a registered model is a prompt.</summary>
    public const string PromptTag = "mlflow.prompt.is_prompt";

    /// <summary>Ends the call unless this can be the name of a registered model.</summary>
    public static string CheckName(string name, string parameter)
    {
        if (string.IsNullOrWhiteSpace(name))
            throw MlflowRefusal.Invalid($"Registered model name (parameter '{parameter}') cannot be empty.");
        if (name.AsSpan().ContainsAny('/', ':') || name is "." or ".." || name.Any(char.IsControl))
        {
            throw MlflowRefusal.Invalid(
                $"Invalid value '{MlflowNames.Shorten(name)}' for parameter '{parameter}' supplied: a registered model's name has no " +
                "slashes, colons or control characters.");
        }

        return MlflowNames.CheckLength(name, NameLimit, parameter);
    }

    /// <summary>Ends the call unless this can be an alias.</summary>
    public static string CheckAlias(string alias) =>
        RegistryRules.CheckAlias(alias) is { } refusal ? throw MlflowRefusal.From(refusal) : alias;

    /// <summary>A tag as a client sends it; one that is too long ends the call.</summary>
    public static KeyValuePair<string, string> ReadTag(MlflowFields fields) => KeyValuePair.Create(
        MlflowNames.CheckKey(fields.Required("key"), fields.Name("key")),
        MlflowNames.CheckLength(fields.Text("value") ?? "", TagValueLimit, fields.Name("value")));

    /// <summary>All tags of a request; of those given twice the last counts.</summary>
    public static IReadOnlyDictionary<string, string> ReadTags(MlflowFields fields)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (key, value) in fields.Objects("tags").Select(ReadTag))
            tags[key] = value;
        return tags;
    }
}
