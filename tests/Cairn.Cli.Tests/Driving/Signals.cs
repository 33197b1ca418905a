using System.Diagnostics;

namespace Cairn.Cli.Tests.Driving;

/// <summary>Signals to single processes.</summary>
internal static class Signals
{
    public static void Send(string name, int processId)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{processId}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }
}
