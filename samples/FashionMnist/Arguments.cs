namespace Cairn.Samples.FashionMnist;

/// <summary>
/// The command line of the sample when it runs alone: an optional verb, and options with or without a value.
/// </summary>
internal sealed class Arguments
{
    private static readonly string[] WithValue = ["--url", "--dataset", "--project", "--threads", "--only", "--from", "--to"];
    private static readonly string[] Flags = ["--quick", "--offline", "--help"];
    private readonly Dictionary<string, string> _options = [];

    /// <summary>Null unless a verb was given.</summary>
    public string? Verb { get; private init; }

    /// <summary>What cannot be understood, in one sentence; null when all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>The value of an option, or null when it was not given.</summary>
    public string? this[string option] => _options.GetValueOrDefault(option);

    /// <summary>Whether an option was given.</summary>
    public bool Has(string option) => _options.ContainsKey(option);

    public static Arguments Parse(string[] args)
    {
        var verb = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : null;
        var parsed = new Arguments { Verb = verb };
        for (var i = verb is null ? 0 : 1; i < args.Length; i++)
        {
            if (Flags.Contains(args[i])) parsed._options[args[i]] = "";
            else if (!WithValue.Contains(args[i])) parsed.Problem ??= $"I do not know '{args[i]}'.";
            else if (i + 1 == args.Length) parsed.Problem ??= $"{args[i]} needs a value.";
            else parsed._options[args[i]] = args[++i];
        }

        return parsed;
    }
}
