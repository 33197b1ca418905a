namespace Cairn.Client;

/// <summary>A project's team and name.</summary>
internal readonly record struct ProjectPath(string Team, string Name)
{
    public const string DefaultTeam = "local";

    /// <summary>Reads <c>team/name</c> or <c>name</c>.</summary>
    public static ProjectPath Parse(string? project)
    {
        var text = project?.Trim().Trim('/') ?? "";
        var slash = text.IndexOf('/');
        if (text.Length == 0)
            return new(DefaultTeam, "default");
        return slash < 0 ? new(DefaultTeam, text) : new(text[..slash], text[(slash + 1)..]);
    }

    /// <summary>The path as two escaped address segments.</summary>
    public string Escaped => $"{Uri.EscapeDataString(Team)}/{Uri.EscapeDataString(Name)}";

    public override string ToString() => $"{Team}/{Name}";
}
