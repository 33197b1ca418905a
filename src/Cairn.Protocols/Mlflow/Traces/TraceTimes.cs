using System.Globalization;
using System.Text.RegularExpressions;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Times and durations as protobuf's JSON has them: RFC 3339, and seconds with an <c>s</c>.</summary>
internal static partial class TraceTimes
{
    private const decimal MillisecondsPerSecond = 1000;

    /// <summary>Unix milliseconds of a time; null when the text is none.</summary>
    public static long? ReadTime(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? time.ToUnixTimeMilliseconds()
        : null;

    /// <summary>Milliseconds of a duration; null when the text is none.</summary>
    public static long? ReadDuration(string text) => Duration().IsMatch(text)
        ? (long)Math.Round(decimal.Parse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture) * MillisecondsPerSecond)
        : null;

    public static string WriteTime(long milliseconds) => DateTimeOffset
        .FromUnixTimeMilliseconds(Math.Clamp(
            milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))
        .ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public static string WriteDuration(long milliseconds) =>
        (milliseconds / MillisecondsPerSecond).ToString("0.###", CultureInfo.InvariantCulture) + "s";

    [GeneratedRegex(@"\A-?[0-9]{1,15}(\.[0-9]{0,9})?s\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
