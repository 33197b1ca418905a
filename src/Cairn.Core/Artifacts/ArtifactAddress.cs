using System.Globalization;
using System.Text;
using Cairn.Core.Access;

namespace Cairn.Core.Artifacts;

/// <summary>A file of a version by the address that W&amp;B's clients write where one thing points into another artifact.</summary>
/// <param name="Artifact">The version's id.</param>
/// <param name="Path">The file within it.</param>
public sealed record ArtifactAddress(long Artifact, string Path)
{
    private const string ByNumber = "wandb-artifact://";
    private const string ByClient = "wandb-client-artifact://";

    /// <summary>
    /// Follows <c>wandb-client-artifact://{client's id}[:latest]/{path}</c> or <c>wandb-artifact://{id in hexadecimal}/{path}</c>;
    /// null for any other address, and for a version that is not here.
    /// </summary>
    public static ArtifactAddress? Resolve(Caller caller, ArtifactStore artifacts, string address)
    {
        var isClient = address.StartsWith(ByClient, StringComparison.Ordinal);
        if (!isClient && !address.StartsWith(ByNumber, StringComparison.Ordinal))
            return null;
        var rest = address[(isClient ? ByClient : ByNumber).Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == rest.Length - 1)
            return null;
        var (name, path) = (rest[..slash].Split(':')[0], rest[(slash + 1)..]);
        var found = isClient ? artifacts.FindByClientId(caller, name) : Number(name) is { } number ? artifacts.Find(caller, number) : null;
        return found is { State: not ArtifactState.Deleted } ? new ArtifactAddress(found.Id, path) : null;
    }

    // The hexadecimal digits spell what the id's base64 does: Artifact:12.
    private static long? Number(string digits)
    {
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
            return null;
        var text = Encoding.UTF8.GetString(Convert.FromHexString(digits));
        return text.StartsWith("Artifact:", StringComparison.Ordinal)
            && long.TryParse(text["Artifact:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
