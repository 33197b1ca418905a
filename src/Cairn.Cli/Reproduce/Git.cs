using System.ComponentModel;
using System.Diagnostics;

namespace Cairn.Cli.Reproduce;

/// <summary>Runs git in a folder.</summary>
internal static class Git
{
    /// <summary>What git wrote, without the last line end; a failure is a <see cref="CommandFailedException"/> in git's words.</summary>
    public static async Task<string> RunAsync(
        string folder, IEnumerable<string> arguments, CancellationToken cancellationToken, byte[]? input = null)
    {
        var (code, output, errors) = await TryAsync(folder, arguments, cancellationToken, input).ConfigureAwait(false);
        return code == 0 ? output : throw new CommandFailedException($"git {string.Join(' ', arguments)} failed: {errors.Trim()}");
    }

    /// <summary>As <see cref="RunAsync"/>, with the exit code in place of a failure.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryAsync(
        string folder, IEnumerable<string> arguments, CancellationToken cancellationToken, byte[]? input = null)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            if (input is not null)
                await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return (process.ExitCode, (await output.ConfigureAwait(false)).TrimEnd('\n'), await errors.ConfigureAwait(false));
        }
        catch (Win32Exception)
        {
            throw new CommandFailedException("git is missing: install it and try again.");
        }
    }
}
