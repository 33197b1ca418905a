using System.Text.RegularExpressions;

namespace Cairn.Client.Surroundings;

/// <summary>Addresses of repositories as they may be shown.</summary>
internal static partial class GitRemote
{
    /// <summary>
    /// Strikes user names and passwords out of every address in a text; <c>git@host:path</c> stays, for its user is no
    /// secret.
    /// </summary>
    public static string WithoutCredentials(string text) => UserInformation().Replace(text, "$1");

    [GeneratedRegex("([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\\s?#]*@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInformation();
}
