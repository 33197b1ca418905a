using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Prompts are kept as registered models; searches for models leave them out.</summary>
internal static class PromptFilter
{
    /// <summary>Whether a search shows what has these tags: a prompt only when its filter asks about prompts.</summary>
    public static bool Shows(IReadOnlyDictionary<string, string> tags, IReadOnlyList<MlflowClause> clauses) =>
        !tags.GetValueOrDefault(RegistryNames.PromptTag, "").Equals("true", StringComparison.OrdinalIgnoreCase)
        || clauses.Any(clause => clause.Entity == MlflowGrammar.Tags && clause.Key == RegistryNames.PromptTag);

    /// <summary>The text of a tag. What is not marked as a prompt is none, which clients ask for as <c>!= 'true'</c>.</summary>
    public static RunValue ValueOf(IReadOnlyDictionary<string, string> tags, string key) =>
        tags.TryGetValue(key, out var text) ? RunValue.Of(text)
        : key == RegistryNames.PromptTag ? RunValue.Of("false")
        : default;
}
