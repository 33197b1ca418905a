namespace Cairn.Core.Projects;

/// <summary>Decides which project names are taken.</summary>
public static class ProjectRules
{
    /// <summary>The team of a project that is named without one.</summary>
    public const string DefaultTeam = "local";

    /// <summary>Most characters of a project's name.</summary>
    public const int NameLimit = 500;

    /// <summary>Most characters of a team's name.</summary>
    public const int TeamLimit = 128;

    /// <summary>Splits <c>team/name</c>; without a slash the team is <see cref="DefaultTeam"/>.</summary>
    public static (string Team, string Name) SplitPath(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (DefaultTeam, path) : (path[..slash], path[(slash + 1)..]);
    }

    /// <summary>Why these names can't be a project's; null when they can.</summary>
    public static Refusal? CheckNames(string team, string name)
    {
        if (team.Length is 0 or > TeamLimit || team.Any(c => c == '/' || char.IsControl(c)))
        {
            return Refusal.Invalid(
                "team",
                $"'{Shorten(team)}' can't be a team's name.",
                $"1 to {TeamLimit} characters, no '/', no control characters");
        }

        if (name.Length is 0 or > NameLimit || name.Any(char.IsControl))
        {
            return Refusal.Invalid(
                "name",
                $"'{Shorten(name)}' can't be a project's name.",
                $"1 to {NameLimit} characters, no control characters");
        }

        return null;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
