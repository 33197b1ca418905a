namespace Cairn.Core.Files;

/// <summary>Decides which paths a run's file can have.</summary>
public static class FileRules
{
    /// <summary>Most characters of a path.</summary>
    public const int PathLimit = 1024;

    /// <summary>
    /// Why this can't be a file's path; null when it can. What is refused could escape a folder when the files are
    /// written out again: empty, <c>.</c> and <c>..</c> segments, backslashes, drive letters, control characters.
    /// </summary>
    public static Refusal? CheckPath(string path)
    {
        var safe = path.Length is > 0 and <= PathLimit
            && !path.Contains('\\')
            && !path.Any(char.IsControl)
            && !(path.Length >= 2 && path[1] == ':')
            && path.Split('/').All(segment => segment is not ("" or "." or ".."));
        return safe
            ? null
            : Refusal.Invalid(
                "path",
                $"'{(path.Length <= 100 ? path : path[..100] + "…")}' can't be a file's path.",
                $"1 to {PathLimit} characters; relative, parted by single '/', without '..', '\\' or drive letter");
    }
}
