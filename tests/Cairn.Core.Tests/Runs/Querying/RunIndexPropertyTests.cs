using System.Text.Json;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class RunIndexPropertyTests
{
    [Theory]
    [InlineData(1, 40, 120)]
    [InlineData(2, 200, 120)]
    [InlineData(3, 200, 120)]
    [InlineData(4, 1500, 40)]
    [InlineData(5, 3000, 20)]
    public void Answers_as_the_naive_table_does_while_runs_come_change_and_go(int seed, int count, int rounds)
    {
        var random = new RandomRuns(seed);
        var naive = new NaiveTable();
        for (long id = 1; id <= count; id++)
        {
            naive.Runs[id] = random.Run(id);
            if (random.Next(3) != 0)
                naive.Metrics[(id, "loss")] = random.Metric(id);
        }

        var index = new RunIndex(naive.Source, columnBytes: 1 << 20);
        index.Load(naive.Runs.Values);
        long next = count;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < 5; i++)
                Check(index, naive, random);
            for (var i = random.Next(20); i > 0; i--)
                Change(index, naive, random, ref next);
        }
    }

    private static void Check(RunIndex index, NaiveTable naive, RandomRuns random)
    {
        var query = new RunQuery
        {
            Projects = random.Pick<long[]?>([null, [0, 1], [2], []]),
            Visibility = random.Pick(Enum.GetValues<RunVisibility>()),
            Filter = random.Filter(),
            Sort = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Sort())],
            Columns = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Column())],
            Limit = 1 + random.Next(100),
            Offset = random.Next(3) == 0 ? random.Next(50) : 0,
        };
        var expected = naive.Ids(query);
        var page = index.Query(query)!;
        Assert.Equal(expected.Count, page.Total);
        Assert.Equal(expected.Skip(query.Offset).Take(query.Limit), page.Rows.Select(row => row.Id));
        foreach (var row in page.Rows)
        {
            var run = naive.Runs[row.Id];
            Assert.Equal(query.Columns.Select(column => Shown(naive.Value(run, column))), row.Values.Select(Shown));
        }

        // Following the cursors gives every run once, in order.
        var paged = expected.Take(query.Offset).Concat(page.Rows.Select(row => row.Id)).ToList();
        for (var pages = 0; page.Cursor is not null && pages < 60; pages++)
        {
            page = index.Query(query with { Cursor = page.Cursor, Offset = 0 })!;
            Assert.Equal(expected.Count, page.Total);
            paged.AddRange(page.Rows.Select(row => row.Id));
        }

        if (page.Cursor is null && query.Offset <= expected.Count)
            Assert.Equal(expected, paged);
    }

    private static string Shown(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        double number => RunValue.Of(number).ToString(),
        JsonElement element => element.GetRawText(),
        _ => value.ToString()!,
    };

    private static string Shown(RunValue value) => value.ToString();

    private static void Change(RunIndex index, NaiveTable naive, RandomRuns random, ref long next)
    {
        var id = 1 + random.Next((int)next);
        switch (random.Next(5))
        {
            case 0:
                naive.Runs.Remove(id);
                index.Remove(id);
                break;
            case 1:
                next++;
                index.Upsert(naive.Runs[next] = random.Run(next));
                break;
            case 2:
                naive.Metrics[(id, "loss")] = random.Metric(id);
                index.MarkMetricsChanged(id);
                break;
            case 3 when naive.Runs.TryGetValue(id, out var run):
                index.Upsert(naive.Runs[id] = run with { HeartbeatAt = run.HeartbeatAt + 1 });
                break;
            default:
                index.Upsert(naive.Runs[id] = random.Run(id));
                break;
        }
    }
}
