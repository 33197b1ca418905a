using System.Text.RegularExpressions;

namespace Cairn.Protocols.Mlflow;

/// <summary>Which names and lengths MLflow's clients may send.</summary>
internal static partial class MlflowNames
{
    public const int KeyLimit = 250;
    public const int ParamValueLimit = 6000;
    public const int TagValueLimit = 8000;
    public const int ExperimentTagValueLimit = 5000;

    /// <summary>Ends the call unless this can be the key of a metric, parameter or tag.</summary>
    public static string CheckKey(string key, string parameter)
    {
        if (!Key().IsMatch(key))
        {
            throw MlflowRefusal.Invalid(
                $"Invalid value '{Shorten(key)}' for parameter '{parameter}' supplied: names have only letters, digits, underscores, " +
                "dashes, dots, spaces, colons and slashes.");
        }

        if (!IsPlainPath(key))
        {
            throw MlflowRefusal.Invalid(
                $"Invalid value '{Shorten(key)}' for parameter '{parameter}' supplied: names must be unique as paths, without '..', " +
                "doubled slashes or slashes at the ends.");
        }

        return CheckLength(key, KeyLimit, parameter);
    }

    /// <summary>Ends the call when a text is longer than allowed.</summary>
    public static string CheckLength(string text, int limit, string parameter) => Length(text) <= limit
        ? text
        : throw MlflowRefusal.Invalid(
            $"'{parameter}' exceeds the maximum length of {limit} characters: '{Shorten(text)}' has {Length(text)}.");

    /// <summary>Ends the call unless this can be the id of a run.</summary>
    public static string CheckRunId(string id) => RunId().IsMatch(id)
        ? id
        : throw MlflowRefusal.Invalid($"Invalid run ID: '{Shorten(id)}' can't be one (parameter 'run_id').");

    /// <summary>The first characters of a text that is longer than allowed, never half of one.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        var at = 0;
        for (var count = 0; count < limit && at < text.Length; count++)
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        return text[..at];
    }

    /// <summary>Whether a path stays the same when it is normalised.</summary>
    public static bool IsPlainPath(string path) =>
        path.Length == 0 || (path != "." && path.Split('/').All(part => part is not ("" or "." or "..")));

    public static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static int Length(string text) => text.Length - text.Count(char.IsLowSurrogate);

    [GeneratedRegex(@"\A[/\w.\- :]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Key();

    [GeneratedRegex(@"\A[A-Za-z0-9][\w\-]{0,255}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RunId();
}
