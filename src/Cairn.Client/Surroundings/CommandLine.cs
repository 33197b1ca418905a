using System.Text.RegularExpressions;

namespace Cairn.Client.Surroundings;

/// <summary>The command line with the values of arguments that look like secrets struck out.</summary>
internal static partial class CommandLine
{
    private const string Struck = "***";

    public static string Mask(IReadOnlyList<string> arguments)
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

            shown.Add(argument.Contains(' ') ? $"\"{argument}\"" : argument);
        }

        return string.Join(' ', shown);
    }

    [GeneratedRegex("token|passw|secret|credential|api[-_]?key|access[-_]?key|private[-_]?key|auth",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
