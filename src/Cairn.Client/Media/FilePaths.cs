namespace Cairn.Client.Media;

/// <summary>Makes any text a safe relative path with forward slashes.</summary>
internal static class FilePaths
{
    private const int LongestPart = 120;

    public static string Clean(string text)
    {
        var parts = text.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(part => part is not ("." or ".."))
            .Select(part => string.Concat(part.Take(LongestPart).Select(Safe)));
        var path = string.Join('/', parts);
        return path.Length == 0 ? "_" : path;
    }

    private static char Safe(char c) => char.IsControl(c) || c is ':' or '*' or '?' or '"' or '<' or '>' or '|' ? '_' : c;
}
