using System.Collections.Immutable;
using Cairn.Storage.Series;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Storage.Tests.Series;

/// <summary>
/// Any history of appends, folds, rewinds, deletions and reopenings, found by FsCheck, against a plain set of points,
/// while another thread reads and folds go on in the background.
/// </summary>
public class SeriesHistoryPropertyTests
{
    private static readonly string[] Names = ["loss", "acc", "lr"];

    [Fact]
    public void Readers_beside_folds_see_each_point_exactly_once()
    {
        var histories = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 500 : 40;
        var step =
            from kind in Gen.Choose(0, 19)
            from run in Gen.Choose(0, 1)
            from start in Gen.Choose(-100, 400)
            from rows in Gen.Choose(1, 150)
            from keys in Gen.Choose(1, 7)
            select new Step(kind, run, start, rows, keys);
        var reads = 0;
        var property = Prop.ForAll<Step[]>(
            Arb.From(step.ArrayOf(), Shrink),
            history =>
            {
                reads += RunAsync(history).GetAwaiter().GetResult();
                return true;
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(histories).WithEndSize(40), property);
        TestContext.Current.TestOutputHelper?.WriteLine($"{histories} histories, {reads} reads beside them");
    }

    /// <summary>Shorter histories: without one half, without one step.</summary>
    private static IEnumerable<Step[]> Shrink(Step[] history)
    {
        if (history.Length > 2)
        {
            yield return history[..(history.Length / 2)];
            yield return history[(history.Length / 2)..];
        }

        for (var i = 0; i < history.Length; i++)
            yield return [.. history[..i], .. history[(i + 1)..]];
    }

    private static async Task<int> RunAsync(Step[] history)
    {
        using var folder = new TemporaryFolder();
        var options = new SeriesOptions
        {
            FoldRows = 40,
            FoldIdle = TimeSpan.FromMilliseconds(1),
            CheckpointBytes = 64 << 10,
            CacheBytes = 16 << 10,
        };
        var model = new Model();
        var store = SeriesStore.Open(folder.Database, options);
        var folds = new List<Task>();
        using var over = new CancellationTokenSource();
        var reads = 0;

        // One thread reads all the time, except while the store is opened again.
        var gate = new SemaphoreSlim(1);
        var reader = Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                await gate.WaitAsync();
                try
                {
                    model.CheckBeside(store, i % 2, Names[i % 3]);
                    reads++;
                }
                finally
                {
                    gate.Release();
                }

                await Task.Yield();
            }
        });
        try
        {
            foreach (var step in history)
            {
                switch (step.Kind)
                {
                    case 0:
                        await Task.WhenAll(folds);
                        folds.Clear();
                        await gate.WaitAsync();
                        await store.DisposeAsync();
                        store = SeriesStore.Open(folder.Database, options);
                        gate.Release();
                        break;
                    case 1 or 2 or 3 or 4:
                        folds.Add(store.FoldAsync());
                        break;
                    case 5:
                        model.BeginCut();
                        await store.TruncateAsync(step.Run, step.Start);
                        model.EndCut(step.Run, step.Start);
                        break;
                    case 6:
                        model.BeginCut();
                        await store.DeleteRunAsync(step.Run);
                        model.EndCut(step.Run, long.MinValue);
                        break;
                    default:
                        var (batch, points) = Batch(step);
                        model.Begin(points);
                        await store.AppendAsync(batch);
                        model.End(points);
                        break;
                }

                foreach (var name in Names)
                    model.CheckExactly(store, step.Run, name);
            }

            await Task.WhenAll(folds);
            await store.FoldAsync();
            foreach (var name in Names)
            {
                model.CheckExactly(store, 0, name);
                model.CheckExactly(store, 1, name);
            }
        }
        finally
        {
            await over.CancelAsync();
            await reader;
            await store.DisposeAsync();
        }

        return reads;
    }

    private static (SeriesBatch Batch, List<Point> Points) Batch(Step step)
    {
        var builder = new SeriesBatchBuilder(step.Run);
        var points = new List<Point>();
        var names = Names.Where((_, i) => (step.Keys & (1 << i)) != 0).ToArray();
        for (var row = 0; row < step.Rows; row++)
        {
            // Times and values that depend on the step alone: histories that overlap repeat points, as retries do.
            var at = step.Start + (step.Kind % 3 == 0 ? step.Rows - row : row);
            builder.BeginRow(at, 1_700_000_000_000 + (at * 10));
            foreach (var name in names)
            {
                var value = at % 17 == 0 ? double.NaN : Math.Sin(at);
                builder.Add(name, value);
                points.Add(new Point(step.Run, name, new SeriesPosition(at, 1_700_000_000_000 + (at * 10), value)));
            }

            builder.EndRow();
        }

        return (builder.Build(), points);
    }

    private sealed record Step(int Kind, int Run, int Start, int Rows, int Keys);

    private readonly record struct Point(long Run, string Key, SeriesPosition Position);

    /// <summary>What was answered, and what may be there beyond that because it is under way.</summary>
    private sealed class Model
    {
        private readonly Lock _gate = new();
        private ImmutableHashSet<Point> _answered = [];
        private ImmutableHashSet<Point> _possible = [];
        private int _cuts;

        public void Begin(List<Point> points)
        {
            lock (_gate)
                _possible = _possible.Union(points);
        }

        public void End(List<Point> points)
        {
            lock (_gate)
                _answered = _answered.Union(points);
        }

        public void BeginCut()
        {
            lock (_gate)
                _cuts++;
        }

        public void EndCut(long run, long fromStep)
        {
            lock (_gate)
            {
                _answered = _answered.Except(_answered.Where(point => point.Run == run && point.Position.Step >= fromStep));
                _possible = _answered;
                _cuts++;
            }
        }

        public void CheckExactly(SeriesStore store, long run, string key)
        {
            var expected = _answered.Where(point => point.Run == run && point.Key == key).Select(point => point.Position).Order().ToArray();
            SeriesAssert.Same(expected, store.ReadPoints(run, key));
            Assert.Equal(expected.Length, store.Summary(run, key)?.Count ?? 0);
            if (expected.Length > 0)
                Assert.Equal(expected.Length, store.ReadBuckets(run, key, SeriesAxis.Step, -1000, 1000, 7).Points);
        }

        public void CheckBeside(SeriesStore store, long run, string key)
        {
            var (before, cuts) = Take();
            var points = store.ReadPoints(run, key);
            var counted = store.ReadBuckets(run, key, SeriesAxis.Step, -1000, 1000, 7).Points;
            ImmutableHashSet<Point> after;
            lock (_gate)
                after = _possible;
            if (cuts % 2 == 1 || Take().Cuts != cuts)
                return; // Points went away meanwhile.
            var found = Enumerable.Range(0, points.Count)
                .Select(i => new Point(run, key, new SeriesPosition(points.Steps[i], points.Times[i], points.Values[i]))).ToList();
            Assert.Equal(found.Count, found.Distinct().Count());
            Assert.Superset(before.Where(point => point.Run == run && point.Key == key).ToHashSet(), found.ToHashSet());
            Assert.Subset(after.Where(point => point.Run == run && point.Key == key).ToHashSet(), found.ToHashSet());
            Assert.InRange(counted, found.Count, after.Count(point => point.Run == run && point.Key == key));
        }

        private (ImmutableHashSet<Point> Answered, int Cuts) Take()
        {
            lock (_gate)
                return (_answered, _cuts);
        }
    }
}
