using BenchmarkDotNet.Running;
using Cairn.Benchmarks.Series;

// `--quick [codec|append|small|mixed|wide|tiny|chart|long]` prints figures in seconds; anything else goes to BenchmarkDotNet.
if (args is ["--quick", .. var names])
{
    await QuickSeries.RunAsync(names);
    return;
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
