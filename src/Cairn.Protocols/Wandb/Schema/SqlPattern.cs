using System.Text.RegularExpressions;

namespace Cairn.Protocols.Wandb.Schema;

/// <summary>Patterns as SQL's LIKE has them: <c>%</c> for any text, <c>_</c> for any character.</summary>
internal static class SqlPattern
{
    public static bool Covers(string pattern, string text)
    {
        var expression = Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal);
        return Regex.IsMatch(text, $"^{expression}$", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
