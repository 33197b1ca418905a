using System.Text.RegularExpressions;

namespace Cairn.Core.Registry;

/// <summary>Decides which names can be aliases and which versions a change of stage can archive.</summary>
public static partial class RegistryRules
{
    /// <summary>Most characters of an alias.</summary>
    public const int AliasLimit = 255;

    /// <summary>Why this can't be an alias; null when it can.</summary>
    public static Refusal? CheckAlias(string alias)
    {
        if (alias.Length > AliasLimit || !Alias().IsMatch(alias))
        {
            return Refusal.Invalid(
                "alias",
                "An alias is made of letters, digits, underscores and dashes.",
                $"1 to {AliasLimit} characters");
        }

        // Clients read both as "that version" and "the newest", whatever the alias would point at.
        return alias.Equals("latest", StringComparison.OrdinalIgnoreCase) || VersionLike().IsMatch(alias)
            ? Refusal.Invalid("alias", $"'{alias}' is reserved: clients take it for a version.", remedy: "Choose another word.")
            : null;
    }

    /// <summary>Why the others of this stage can't be archived; null when they can.</summary>
    public static Refusal? CheckArchiving(ModelStage stage) =>
        stage is ModelStage.Staging or ModelStage.Production
            ? null
            : Refusal.Invalid(
                "archiveOthers",
                "Only a move to staging or production archives what was there.",
                remedy: "Leave archiveOthers out.");

    [GeneratedRegex(@"\A[\w\-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\A[vV]\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionLike();
}
