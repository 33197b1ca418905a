using System.Diagnostics;
using Cairn.Storage.CrashWriter;
using Cairn.Storage.Series;
using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Tests.Series;

/// <summary>A writing process is killed again and again; what it answered must be there, once.</summary>
public class SeriesStoreCrashTests
{
    [Fact]
    public async Task What_was_answered_before_a_kill_is_there_exactly_once()
    {
        var kills = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 100 : 10;
        var random = new Random(5);
        using var folder = new TemporaryFolder();
        var model = new SeriesModel();
        var (next, answered) = (0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var numbers = Ingest(folder.Database, next, TimeSpan.FromMilliseconds(random.Next(5, 400)));
            Assert.NotEmpty(numbers);
            answered += numbers.Count;
            Assert.Equal("ok", Integrity(folder.Database));
            await using var store = SeriesStore.Open(folder.Database, CrashBatches.Options);
            foreach (var number in numbers)
                AddTo(model, number);
            var extra = Enumerable.Range(next, numbers.Max() + CrashBatches.AtOnce - next + 1).Except(numbers).ToList();
            CheckAnswered(store, model, extra);

            // The client does not know what became of the rest, and sends it again, and one that was answered too.
            foreach (var number in extra.Append(numbers[random.Next(numbers.Count)]))
            {
                await store.AppendAsync(CrashBatches.Make(number), TestContext.Current.CancellationToken);
                AddTo(model, number);
            }

            next = numbers.Max() + CrashBatches.AtOnce + 1;
            CheckAll(store, model);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills, {answered} answered batches");
    }

    private static List<int> Ingest(string path, int next, TimeSpan life)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Cairn.Storage.CrashWriter.dll");
        using var child = Process.Start(new ProcessStartInfo("dotnet", [program, path, next.ToString()])
        {
            RedirectStandardOutput = true,
        })!;
        var numbers = new List<int>();
        var first = child.StandardOutput.ReadLine();
        Assert.NotNull(first);
        numbers.Add(int.Parse(first));
        using var timer = new Timer(_ => child.Kill(), null, life, Timeout.InfiniteTimeSpan);

        // A pipe takes a short line whole or not at all, so no number is cut off by the kill.
        while (child.StandardOutput.ReadLine() is { } line)
            numbers.Add(int.Parse(line));
        child.WaitForExit();
        return numbers;
    }

    private static void AddTo(SeriesModel model, int number)
    {
        foreach (var (key, step, time, value) in CrashBatches.Points(number))
            model.Add(CrashBatches.Run(number), key, step, time, value);
    }

    /// <summary>All answered points, each once; beyond them only points of batches that were under way.</summary>
    private static void CheckAnswered(SeriesStore store, SeriesModel model, List<int> extra)
    {
        var possible = new SeriesModel();
        foreach (var number in extra)
            AddTo(possible, number);
        for (long run = 0; run < CrashBatches.Runs; run++)
        {
            foreach (var key in new[] { "acc", "loss", "lr" })
            {
                var points = store.ReadPoints(run, key);
                var found = Enumerable.Range(0, points.Count)
                    .Select(i => new SeriesPosition(points.Steps[i], points.Times[i], points.Values[i]))
                    .ToList();
                var distinct = found.ToHashSet();
                Assert.Equal(found.Count, distinct.Count);
                var expected = model.Points(run, key);
                Assert.Superset(expected.ToHashSet(), distinct);
                distinct.ExceptWith(expected);
                distinct.ExceptWith(possible.Points(run, key));
                Assert.Empty(distinct);
                Assert.Equal(found.Count, store.Summary(run, key)?.Count ?? 0);
            }
        }
    }

    private static void CheckAll(SeriesStore store, SeriesModel model)
    {
        for (long run = 0; run < CrashBatches.Runs; run++)
        {
            foreach (var key in new[] { "acc", "loss", "lr" })
            {
                SeriesAssert.Same(model.Points(run, key), store.ReadPoints(run, key));
                SeriesAssert.Same(model.Summary(run, key), store.Summary(run, key));
            }
        }
    }

    private static string Integrity(string path)
    {
        using var database = Database.Open(path, create: false);
        using var statement = database.Prepare("SELECT integrity_check FROM pragma_integrity_check");
        Assert.True(statement.Step());
        return System.Text.Encoding.UTF8.GetString(statement.Blob(0));
    }
}
