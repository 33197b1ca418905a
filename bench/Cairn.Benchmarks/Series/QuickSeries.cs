using System.Diagnostics;
using Cairn.Storage.Series;
using Cairn.Storage.Series.Codec;

namespace Cairn.Benchmarks.Series;

/// <summary>The engine's figures in a few seconds, good for ratios.</summary>
internal static class QuickSeries
{
    private static readonly string[] TwentyKeys = [.. Enumerable.Range(0, 20).Select(i => $"metric/{i:00}")];

    public static async Task RunAsync(string[] names)
    {
        var folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        try
        {
            bool Wanted(string name) => names.Length == 0 || names.Contains(name);
            if (Wanted("codec"))
                Codec();
            if (Wanted("append"))
                await AppendAsync(Path.Combine(folder, "append.db"), writers: 16, runs: 16, rows: 1000, batches: 40);
            if (Wanted("small"))
                await AppendAsync(Path.Combine(folder, "small.db"), writers: 16, runs: 16, rows: 1, batches: 2000);
            if (Wanted("mixed"))
                await AppendAsync(Path.Combine(folder, "mixed.db"), writers: 64, runs: 1000, rows: 50, batches: 320);
            if (Wanted("wide"))
                await WideAsync(Path.Combine(folder, "wide.db"));
            if (Wanted("tiny"))
                await TinyAsync(Path.Combine(folder, "tiny.db"));
            if (Wanted("chart"))
                await ChartAsync(Path.Combine(folder, "chart.db"));
            if (Wanted("long"))
                await LongAsync(Path.Combine(folder, "long.db"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Codec()
    {
        Console.WriteLine($"{"values",-20}{"bytes/point",12}{"encode ns",12}{"decode ns",12}");
        foreach (var name in Shapes.Names)
        {
            var values = Shapes.Make(name, ValueColumn.Most, 1);
            var sink = new ByteSink(1 << 16);
            var decoded = new double[values.Length];
            var encode = Best(200, () =>
            {
                sink.Clear();
                ValueColumn.Write(values, sink);
            });
            var bytes = sink.Written.ToArray();
            var decode = Best(200, () => ValueColumn.Read(bytes, 0, decoded));
            Console.WriteLine(
                $"{name,-20}{(double)bytes.Length / values.Length,12:0.00}{encode * 1e6 / values.Length,12:0.0}"
                + $"{decode * 1e6 / values.Length,12:0.0}");
        }

        var random = new Random(1);
        var time = 1_700_000_000_000;
        Axis("regular steps", [.. Enumerable.Range(0, 4096).Select(i => (long)i * 10)]);
        Axis("steps with gaps", [.. Enumerable.Range(0, 4096).Select(i => (long)i + (i / 1000))]);
        Axis("ms times", [.. Enumerable.Range(0, 4096).Select(_ => time += 100 + random.Next(60))]);
    }

    private static void Axis(string name, long[] values)
    {
        var sink = new ByteSink(1 << 16);
        var decoded = new long[values.Length];
        var encode = Best(200, () =>
        {
            sink.Clear();
            IntColumn.Write(values, sink);
        });
        var bytes = sink.Written.ToArray();
        var decode = Best(200, () =>
        {
            var source = new ByteSource(bytes);
            IntColumn.Read(ref source, decoded);
        });
        Console.WriteLine(
            $"{name,-20}{(double)bytes.Length / values.Length,12:0.00}{encode * 1e6 / values.Length,12:0.0}"
            + $"{decode * 1e6 / values.Length,12:0.0}");
    }

    private static async Task AppendAsync(string path, int writers, int runs, int rows, int batches)
    {
        // Batches are made beforehand, so that the engine alone is measured.
        var made = new SeriesBatch[writers][];
        for (var writer = 0; writer < writers; writer++)
        {
            made[writer] = new SeriesBatch[batches];
            var own = Math.Max(1, runs / writers);
            for (var i = 0; i < batches; i++)
                made[writer][i] = Batches.Make((writer * own) + (i % own), TwentyKeys, i / own * rows, rows);
        }

        var points = (double)writers * batches * rows * TwentyKeys.Length;
        var store = SeriesStore.Open(path);
        var latencies = new List<double>();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(made.Select(list => Task.Run(async () =>
        {
            var own = new List<double>(list.Length);
            foreach (var batch in list)
            {
                var started = Stopwatch.GetTimestamp();
                await store.AppendAsync(batch);
                own.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            lock (latencies)
                latencies.AddRange(own);
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        await store.FoldAsync();
        var folded = watch.Elapsed.TotalSeconds;
        var stats = store.Stats;
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        await store.DisposeAsync();
        latencies.Sort();
        Console.WriteLine(
            $"append {writers} writers, {runs} runs x {TwentyKeys.Length} keys, {rows} rows a batch: {points / 1e6:0.0} M points, "
            + $"{points / seconds / 1e6:0.00} M/s durable, {points / folded / 1e6:0.00} M/s with folding all; "
            + $"answer p50 {latencies[latencies.Count / 2]:0.0} p99 {latencies[(int)(latencies.Count * 0.99)]:0.0} "
            + $"max {latencies[^1]:0.0} ms");
        Console.WriteLine(
            $"  CPU {processor.TotalSeconds * 1e9 / points:0} ns/point, allocated {allocated / points:0.0} bytes/point; "
            + $"{stats.Points} points in {stats.Chunks} chunks, {(double)stats.ChunkBytes / stats.Points:0.00} encoded, "
            + $"{new FileInfo(path).Length / points:0.00} file bytes/point");
    }

    /// <summary>One run that logs 10,000 keys a row.</summary>
    private static async Task WideAsync(string path)
    {
        string[] keys = [.. Enumerable.Range(0, 10_000).Select(i => $"layer/{i / 10}/grad/{i % 10}")];
        await using var store = SeriesStore.Open(path);
        var (slowest, watch) = (0.0, Stopwatch.StartNew());
        for (var i = 0; i < 300; i++)
        {
            using var batch = Batches.Make(1, keys, i * 2, 2);
            var started = Stopwatch.GetTimestamp();
            await store.AppendAsync(batch);
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await store.FoldAsync();
        Console.WriteLine(
            $"10,000 keys x 600 rows: {6.0 / watch.Elapsed.TotalSeconds:0.00} M/s, slowest append {slowest:0} ms, "
            + $"{store.Stats.Chunks} chunks, managed memory {GC.GetTotalMemory(false) >> 20} MB");
    }

    /// <summary>Many runs of a few points.</summary>
    private static async Task TinyAsync(string path)
    {
        await using var store = SeriesStore.Open(path);
        var (slowest, watch) = (0.0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 1250; i++)
            {
                using var batch = Batches.Make((writer * 1250) + i, TwentyKeys, 0, 20);
                var started = Stopwatch.GetTimestamp();
                await store.AppendAsync(batch);
                slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        var appended = watch.Elapsed.TotalSeconds;
        await store.FoldAsync();
        Console.WriteLine(
            $"20,000 runs x 20 keys x 20 rows: appended in {appended:0.0} s, folded in {watch.Elapsed.TotalSeconds:0.0} s, "
            + $"slowest append {slowest:0} ms, managed memory {GC.GetTotalMemory(false) >> 20} MB");
        var scan = Stopwatch.StartNew();
        var seen = 0;
        store.ScanSummaries(TwentyKeys[3], _ => seen++);
        Console.WriteLine($"  summaries of a key in {seen} runs: {scan.Elapsed.TotalMilliseconds:0.0} ms");
    }

    private static async Task ChartAsync(string path)
    {
        await using var store = SeriesStore.Open(path);
        for (var run = 1; run <= 1000; run++)
        {
            using var batch = Batches.Make(run, ["loss"], 0, 10_000);
            await store.AppendAsync(batch);
        }

        await store.FoldAsync();
        var zoom = 0;
        foreach (var runs in new[] { 100, 1000 })
        {
            // Another range each time, because an answer is kept.
            void Ask(int range)
            {
                for (var run = 1; run <= runs; run++)
                    store.ReadBuckets(run, "loss", SeriesAxis.Step, 0, 9_999 + range, 1000);
            }

            var elapsed = Best(20, () => Ask(++zoom));
            var cpu = Cpu(20, () => Ask(++zoom));
            var again = Best(20, () => Ask(0));
            Console.WriteLine(
                $"chart {runs} runs x 10,000 points to 1,000 buckets, warm: best {elapsed:0.00} ms, CPU {cpu:0.00} ms; "
                + $"asked before {again:0.00} ms");
        }

        var time = store.Summary(1, "loss")!;
        var byTime = Best(20, () =>
        {
            for (var run = 1; run <= 100; run++)
                store.ReadBuckets(run, "loss", SeriesAxis.Time, time.FirstTime, time.LastTime + zoom, 1000);
            zoom++;
        });
        Console.WriteLine($"chart 100 runs by time, warm: {byTime:0.00} ms");
    }

    private static async Task LongAsync(string path)
    {
        var store = SeriesStore.Open(path);
        for (var i = 0; i < 100; i++)
        {
            using var batch = Batches.Make(1, ["loss"], i * 100_000, 100_000);
            await store.AppendAsync(batch);
        }

        // Another series, read first below: what is measured is the disk and the engine, not the compiler.
        using (var other = Batches.Make(2, ["loss"], 0, 20_000))
            await store.AppendAsync(other);
        await store.FoldAsync();
        await store.DisposeAsync();
        var opened = Stopwatch.StartNew();
        store = SeriesStore.Open(path);
        var open = opened.Elapsed.TotalMilliseconds;
        var processor = Cpu(1, () => store.ReadBuckets(2, "loss", SeriesAxis.Step, 0, 19_999, 7));
        var cold = Stopwatch.StartNew();
        var buckets = store.ReadBuckets(1, "loss", SeriesAxis.Step, 0, 9_999_999, 1500);
        var taken = cold.Elapsed.TotalMilliseconds;

        // And by code that has been compiled well meanwhile, as in a server that has run for a while.
        var later = new List<double>();
        for (var i = 0; i < 25; i++)
        {
            await store.DisposeAsync();
            store = SeriesStore.Open(path);
            cold.Restart();
            store.ReadBuckets(1, "loss", SeriesAxis.Step, 0, 9_999_999, 1500);
            later.Add(cold.Elapsed.TotalMilliseconds);
        }

        later.Sort();
        var zoom = 0;
        Console.WriteLine(
            $"10 M points to 1,500 buckets: open {open:0.0} ms, compiling {processor:0} ms, cold {taken:0.0} ms, cold after 25 "
            + $"times {later[later.Count / 2]:0.0} ms (median), warm "
            + $"{Best(20, () => store.ReadBuckets(1, "loss", SeriesAxis.Step, 0, 9_999_999 + ++zoom, 1500)):0.00} ms "
            + $"({buckets.Points} points)");
        var watch = Stopwatch.StartNew();
        var all = store.ReadPoints(1, "loss");
        Console.WriteLine($"10 M raw points read in {watch.Elapsed.TotalMilliseconds:0} ms ({all.Count})");
        Console.WriteLine($"  file {new FileInfo(path).Length / 1e7:0.00} bytes/point");
        await store.DisposeAsync();
    }

    /// <summary>Mean processor time of some rounds, in milliseconds: what a busy machine does not change.</summary>
    private static double Cpu(int rounds, Action act)
    {
        var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        for (var i = 0; i < rounds; i++)
            act();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds / rounds;
    }

    /// <summary>Best of some rounds, in milliseconds, after the JIT has had its time.</summary>
    private static double Best(int rounds, Action act)
    {
        var best = double.MaxValue;
        var warm = Stopwatch.StartNew();
        while (warm.ElapsedMilliseconds < 600)
            act();
        for (var i = 0; i < rounds; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            act();
            best = Math.Min(best, Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
        }

        return best;
    }
}
