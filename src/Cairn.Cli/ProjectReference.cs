namespace Cairn.Cli;

/// <summary>A project as people name it: <c>team/name</c>, or <c>name</c> in team <c>local</c>.</summary>
internal static class ProjectReference
{
    public static (string Team, string Name) Split(string project)
    {
        var slash = project.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("local", project) : (project[..slash], project[(slash + 1)..]);
    }

    /// <summary>Its path below <c>/api/v1</c>.</summary>
    public static string Path(string project)
    {
        var (team, name) = Split(project);
        return $"/projects/{Uri.EscapeDataString(team)}/{Uri.EscapeDataString(name)}";
    }
}
