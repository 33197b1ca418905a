using System.Globalization;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>Times as clients read them.</summary>
internal static class Times
{
    /// <summary>ISO 8601 in UTC, to the second.</summary>
    public static string Iso(long unixMilliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds)
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Iso(long? unixMilliseconds) => unixMilliseconds is { } known ? Iso(known) : null;
}
