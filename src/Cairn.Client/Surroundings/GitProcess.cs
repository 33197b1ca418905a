using System.ComponentModel;
using System.Diagnostics;

namespace Cairn.Client.Surroundings;

/// <summary>Runs git for a moment, without touching the repository and without asking anybody anything.</summary>
internal static class GitProcess
{
    /// <summary>At most <paramref name="most"/> bytes of its output; null when git is absent, fails or takes too long.</summary>
    public static byte[]? Run(string directory, string[] arguments, int most, TimeSpan limit)
    {
        if (limit <= TimeSpan.Zero)
            return null;
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.ArgumentList.Add("--no-optional-locks");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("core.fsmonitor=false");
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start);
            if (process is null)
                return null;
            process.StandardInput.Close();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var output = Task.Run(() => Read(process.StandardOutput.BaseStream, most));
            if (output.Wait(limit) && (output.Result.Length >= most || process.WaitForExit(limit)))
            {
                var cut = output.Result.Length >= most;
                if (cut)
                    process.Kill();
                return cut || process.ExitCode == 0 ? output.Result : null;
            }

            process.Kill(entireProcessTree: true);
            return null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException or AggregateException)
        {
            return null;
        }
    }

    private static byte[] Read(Stream stream, int most)
    {
        using var output = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (output.Length < most)
        {
            var got = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, most - output.Length));
            if (got == 0)
                break;
            output.Write(buffer, 0, got);
        }

        return output.ToArray();
    }
}
