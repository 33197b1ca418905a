namespace Cairn.Cli;

/// <summary>How a command says that it failed.</summary>
internal static class Failure
{
    /// <summary>Writes one line to standard error; answers the exit code 2.</summary>
    public static int Say(string message)
    {
        Console.Error.WriteLine($"cairn: {message}");
        return 2;
    }
}
