using System.CommandLine;

namespace Cairn.Cli;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public const int DefaultPort = 8080;

    public static Option<int> Port()
    {
        var option = new Option<int>("--port")
        {
            Description = "Port to listen on; 0 lets the system choose.",
            DefaultValueFactory = _ => DefaultPort,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1
                && (!int.TryParse(result.Tokens[0].Value, out var port) || port is < 0 or > 65535))
            {
                result.AddError($"--port takes a number from 0 to 65535, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    public static Option<string> Data() => new("--data")
    {
        Description = "Folder that holds everything; made where it is missing.",
        DefaultValueFactory = _ => "cairn-data",
        HelpName = "DIR",
    };

    public static Option<string> Server() => new("--url")
    {
        Description = "Address of the server (else CAIRN_URL, else http://localhost:8080).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("CAIRN_URL") ?? $"http://localhost:{DefaultPort}",
        HelpName = "URL",
    };

    /// <summary>Refuses what is no address of a server, before anything is tried.</summary>
    public static Option<string?> Checked(Option<string?> url)
    {
        url.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }]
                && !(Uri.TryCreate(given, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                result.AddError($"{url.Name} takes an address such as http://localhost:{DefaultPort}, not '{given}'.");
            }
        });
        return url;
    }

    /// <summary>An amount in megabytes, at least one; <paramref name="bytes"/> are the default.</summary>
    public static Option<long> Megabytes(string name, string description, long bytes)
    {
        var option = new Option<long>(name)
        {
            Description = description,
            DefaultValueFactory = _ => bytes >> 20,
            HelpName = "MB",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && !(long.TryParse(given, out var megabytes) && megabytes is > 0 and < 1L << 40))
                result.AddError($"{name} takes megabytes, a whole number from 1, not '{given}'.");
        });
        return option;
    }

    public static Option<bool> Json() => new("--json") { Description = "Answer as JSON, for programs." };
}
