namespace Cairn.Client.Logging;

/// <summary>What the wire allows, applied before a whole run is refused for a detail.</summary>
internal static class Wire
{
    /// <summary>Most characters of names and titles.</summary>
    public const int NameLimit = 500;

    /// <summary>Most characters of an alert's text.</summary>
    public const int AlertLimit = 65_536;

    private const int UidLimit = 256;

    /// <summary>A uid the server takes: characters it does not take become hyphens, with a warning.</summary>
    public static string Uid(string given, Warnings warnings)
    {
        var uid = Limit(string.Concat(given.Select(
            c => c is '/' or '\\' or '#' or '?' or '%' or ':' || char.IsControl(c) ? '-' : c)), UidLimit);
        if (uid != given)
            warnings.Report("uid", $"'{given}' cannot be a run's uid; '{uid}' is used instead");
        return uid;
    }

    /// <summary>A name, group or job type the server takes: a longer one is cut, with a warning.</summary>
    public static string? Name(string? given, Warnings warnings)
    {
        if (given is null || given.Length <= NameLimit)
            return given;
        warnings.Report("name", $"a name of {given.Length} characters is cut to {NameLimit}");
        return Limit(given, NameLimit);
    }

    public static string Limit(string text, int most) => text.Length <= most ? text : text[..most];
}
