namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>Paths that clients send. None may lead out of where it begins, however it is encoded.</summary>
internal static class ArtifactPath
{
    private const int MostDecodings = 10;

    /// <summary>A safe path as it came, without a slash at its end; any other ends the call.</summary>
    public static string Check(string path)
    {
        var trimmed = path.TrimEnd('/');
        return IsSafe(path) && IsSafe(DecodeFully(path))
            ? trimmed
            : throw MlflowRefusal.Invalid("Invalid path");
    }

    /// <summary>A text with its %-escapes resolved, and those that appear when they are, until none is left.</summary>
    public static string DecodeFully(string text)
    {
        for (var i = 0; i < MostDecodings; i++)
        {
            var decoded = Uri.UnescapeDataString(text);
            if (decoded == text)
                return text;
            text = decoded;
        }

        throw MlflowRefusal.Invalid("Invalid path");
    }

    private static bool IsSafe(string path) =>
        !path.Contains('\\')
        && !path.Contains('#')
        && !path.StartsWith('/')
        && !path.Any(char.IsControl)
        && !(path.Length >= 2 && path[1] == ':' && char.IsAsciiLetter(path[0]))
        && !path.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && !path.Split('/').Contains("..");
}
