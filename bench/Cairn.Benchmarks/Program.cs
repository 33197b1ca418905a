using BenchmarkDotNet.Running;
using Cairn.Benchmarks.Series;
using Cairn.Benchmarks.Sweeps;

// `--quick sweeps [seeds]` compares searches; `--quick [codec|append|small|mixed|wide|tiny|chart|long]` prints the
// engine's figures in seconds; anything else goes to BenchmarkDotNet.
if (args is ["--quick", "sweeps", .. var seeds])
{
    QuickSweeps.Run(seeds is [var count] ? int.Parse(count) : 15);
    return;
}

if (args is ["--quick", .. var names])
{
    await QuickSeries.RunAsync(names);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
