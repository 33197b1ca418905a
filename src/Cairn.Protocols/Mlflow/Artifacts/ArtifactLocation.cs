namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>Where artifacts go, as a client may ask when it makes an experiment.</summary>
internal static class ArtifactLocation
{
    private const int Limit = 2048;

    /// <summary>The location as it is kept: a local path made absolute, null for this server's own store.</summary>
    public static string? Check(string? location)
    {
        if (string.IsNullOrEmpty(location))
            return null;
        MlflowNames.CheckLength(location, Limit, "artifact_location");
        if (location.Any(char.IsControl))
            throw MlflowRefusal.Invalid("Invalid value for parameter 'artifact_location' supplied: it has control characters.");
        if (location.Contains('#'))
            throw MlflowRefusal.Invalid($"Invalid value '{MlflowNames.Shorten(location)}' for parameter 'artifact_location' supplied: a fragment (#) is not allowed.");
        var query = location.IndexOf('?', StringComparison.Ordinal);
        if ((query < 0 ? location : location[..query]).Contains(';'))
            throw MlflowRefusal.Invalid($"Invalid value '{MlflowNames.Shorten(location)}' for parameter 'artifact_location' supplied: parameters (;) are not allowed.");
        if (query >= 0 && ArtifactPath.DecodeFully(location[query..]).Contains("..", StringComparison.Ordinal))
            throw MlflowRefusal.Invalid($"Invalid query string in parameter 'artifact_location': '..' is not allowed.");
        return HasScheme(location) || Path.IsPathRooted(location) ? location.TrimEnd('/') : Path.GetFullPath(location);
    }

    private static bool HasScheme(string location)
    {
        var colon = location.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(location[0])
            && location[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.');
    }
}
