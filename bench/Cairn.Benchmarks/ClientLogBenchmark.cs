using BenchmarkDotNet.Attributes;
using Cairn.Client;

namespace Cairn.Benchmarks;

/// <summary>
/// What a logged number costs the program that logs it, writing to the spool as in a real run. The budget is 1
/// microsecond a number on the caller's thread, and no allocation for each.
/// </summary>
[MemoryDiagnoser]
public class ClientLogBenchmark
{
    private const int Numbers = 4096;

    private string _spool = "";
    private CairnRun _run = null!;
    private long _step;

    [GlobalSetup]
    public void Start()
    {
        _spool = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        _run = CairnRun.Start("bench/log", new RunOptions
        {
            Mode = RunMode.Offline,
            SpoolDirectory = _spool,
            CaptureConsole = false,
            CaptureGit = false,
            SystemMetrics = false,
            Quiet = true,
        });
    }

    [GlobalCleanup]
    public void Finish()
    {
        _run.Finish();
        Directory.Delete(_spool, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Numbers, Description = "Log(step, key, value)")]
    public void Single()
    {
        for (var i = 0; i < Numbers; i++)
            _run.Log(_step++, "train/loss", i * 0.001);
    }

    [Benchmark(OperationsPerInvoke = Numbers, Description = "Log(step, four numbers), per number")]
    public void RowOfFour()
    {
        for (var i = 0; i < Numbers / 4; i++)
            _run.Log(_step++, ("train/loss", i * 0.001), ("train/accuracy", 0.5), ("lr", 1e-3), ("grad/norm", i));
    }
}
