using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cairn.Client.Surroundings;

/// <summary>The command line with the values of arguments that look like secrets struck out.</summary>
internal static partial class CommandLine
{
    private const string Struck = "***";

    /// <summary>One line to read; arguments with spaces are quoted.</summary>
    public static string Mask(IReadOnlyList<string> arguments) => string.Join(
        ' ', Strike(arguments).Select(argument => argument.Contains(' ') ? $"\"{argument}\"" : argument));

    /// <summary>The arguments one by one, as a program can be started with.</summary>
    public static JsonArray MaskAll(IReadOnlyList<string> arguments) =>
        new([.. Strike(arguments).Select(argument => (JsonNode?)argument)]);

    private static List<string> Strike(IReadOnlyList<string> arguments)
    {
        var shown = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = GitRemote.WithoutCredentials(arguments[i]);
            var equals = argument.IndexOf('=');
            if (equals > 0 && Secret().IsMatch(argument[..equals]))
            {
                argument = argument[..(equals + 1)] + Struck;
            }
            else if (argument.StartsWith('-') && equals < 0 && Secret().IsMatch(argument)
                && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
            {
                shown.Add(argument);
                argument = Struck;
                i++;
            }

            shown.Add(argument);
        }

        return shown;
    }

    [GeneratedRegex("token|passw|secret|credential|api[-_]?key|access[-_]?key|private[-_]?key|auth",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
