using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cairn.Client.Tests;

/// <summary>
/// This test program started a second time as a program that logs, so that it can be killed: the environment variable
/// <c>CAIRN_TEST_CHILD</c> says what it does instead of testing.
/// </summary>
internal static class Child
{
    private const string Variable = "CAIRN_TEST_CHILD";

    public static Process Start(string role, string spool, string server, RunMode mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = role;
        start.Environment["CAIRN_SPOOL"] = spool;
        start.Environment["CAIRN_URL"] = server;
        start.Environment["CAIRN_MODE"] = mode.ToString();
        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void RunInstead()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } role)
            return;
        // Before the run, so that whichever way handlers are called some come after the run's own.
        using var survive = role == "survive"
            ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true)
            : null;
        var run = CairnRun.Start("child", new RunOptions
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(200),
            CaptureGit = false,
            SystemMetrics = false,
            Quiet = true,
            FlushInterval = TimeSpan.FromMilliseconds(20),
        });
        for (long step = 0; ; step++)
        {
            run.Log(step, "value", step);
            if (step == 1000)
            {
                run.FlushAsync(TimeSpan.FromSeconds(10)).Wait();
                Console.WriteLine("ready");
                switch (role)
                {
                    case "throw":
                        throw new InvalidOperationException("the child fails");
                    case "exit":
                        Environment.Exit(7);
                        break;
                }
            }

            if (step > 1000)
                Thread.Sleep(1);
            if (role == "survive" && File.Exists(Path.Combine(SpoolSync.DefaultDirectory, "end")))
            {
                run.Finish();
                Environment.Exit(0);
            }
        }
    }
}
