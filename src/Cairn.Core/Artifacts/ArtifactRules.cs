namespace Cairn.Core.Artifacts;

/// <summary>Decides which names collections, types, aliases and files of artifacts can have.</summary>
public static class ArtifactRules
{
    /// <summary>Most characters of a name.</summary>
    public const int NameLimit = 256;

    /// <summary>The alias that always moves to the newest version.</summary>
    public const string Latest = "latest";

    /// <summary>Why this can't be a collection's or a type's name; null when it can.</summary>
    public static Refusal? CheckName(string field, string name) =>
        name.Length is > 0 and <= NameLimit && !name.Any(c => c is '/' or ':' || char.IsControl(c))
            ? null
            : Refusal.Invalid(
                field, $"'{Shorten(name)}' can't be the name of a {field}.", $"1 to {NameLimit} characters without '/', ':' and control characters");

    /// <summary>Why this can't be an alias; null when it can.</summary>
    public static Refusal? CheckAlias(string alias) =>
        CheckName("alias", alias)
        ?? (IsVersion(alias, out _)
            ? Refusal.Invalid("alias", $"'{alias}' names a version by its number.", remedy: "Choose another alias.")
            : null);

    /// <summary>Whether a word such as <c>v3</c> names a version by its number.</summary>
    public static bool IsVersion(string word, out long version)
    {
        version = 0;
        return word.Length > 1 && word[0] == 'v' && word.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0
            && long.TryParse(word.AsSpan(1), out version);
    }

    /// <summary>The word for a state that the catalog keeps.</summary>
    public static string Text(ArtifactState state) => state switch
    {
        ArtifactState.Pending => "pending",
        ArtifactState.Committed => "committed",
        ArtifactState.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
