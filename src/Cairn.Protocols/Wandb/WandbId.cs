using System.Globalization;
using System.Text;

namespace Cairn.Protocols.Wandb;

/// <summary>Ids as clients pass them back: base64 of a type and a number, such as <c>Artifact:12</c>.</summary>
internal static class WandbId
{
    public static string Of(string type, long number) => Of(type, number.ToString(CultureInfo.InvariantCulture));

    public static string Of(string type, string name) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{type}:{name}"));

    /// <summary>The number of an id of that type; null when it is no such id.</summary>
    public static long? Number(string type, string? id) =>
        long.TryParse(Name(type, id), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>What follows the type of an id of that type; null when it is no such id.</summary>
    public static string? Name(string type, string? id)
    {
        if (id is null)
            return null;
        var bytes = new byte[(id.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(id, bytes, out var length))
            return null;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.StartsWith(type, StringComparison.Ordinal) && text.Length > type.Length && text[type.Length] == ':'
            ? text[(type.Length + 1)..]
            : null;
    }
}
