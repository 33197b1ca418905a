using System.Diagnostics;
using BenchmarkDotNet.Running;
using Cairn.Benchmarks.Series;
using Cairn.Benchmarks.Sweeps;

// As ./cairn runs the server: with 32 MB of new objects between collections, which only the environment can ask for.
if (Environment.GetEnvironmentVariable("DOTNET_GCgen0size") is null)
{
    Environment.SetEnvironmentVariable("DOTNET_GCgen0size", "0x2000000");
    using var again = Process.Start(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[(IsDotnet() ? 0 : 1)..]]);
    again.WaitForExit();
    return again.ExitCode;
}

// `--quick sweeps [seeds]` compares searches; `--quick [codec|append|small|mixed|wide|tiny|chart|long]` prints the
// engine's figures in seconds; anything else goes to BenchmarkDotNet.
if (args is ["--quick", "sweeps", .. var seeds])
{
    QuickSweeps.Run(seeds is [var count] ? int.Parse(count) : 15);
    return 0;
}

if (args is ["--quick", .. var names])
{
    await QuickSeries.RunAsync(names);
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

static bool IsDotnet() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
