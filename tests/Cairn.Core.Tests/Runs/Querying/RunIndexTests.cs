using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class RunIndexTests
{
    [Theory]
    [InlineData("config.lr = 0.1", "1")]
    [InlineData("config.lr = '0.1'", "2")]
    [InlineData("config.lr != 0.5", "1")]
    [InlineData("not config.lr = 0.1", "2 3 4")]
    [InlineData("config.lr is null", "3")]
    [InlineData("config.model.depth > 2", "2 3")]
    [InlineData("config.model.name = 'dotted'", "4")]
    [InlineData("config.layers contains 64", "1")]
    [InlineData("config.layers = 64", "1")]
    [InlineData("config.layers != 64", "2")]
    [InlineData("config.lr is not null and config.model.depth is null", "4")]
    [InlineData("name ilike 'RUN'", "1 2 3 4")]
    [InlineData("name like 'RUN'", "")]
    [InlineData("summary.best > 1e308", "2")]
    public void Filters_by_documents(string filter, string expected)
    {
        var index = new RunIndex(MetricSource.None);
        index.Load(
        [
            TestRun.With(1, """{"lr": 0.1, "layers": [64, "x"], "model": {"depth": 2}}""", """{"best": "NaN"}"""),
            TestRun.With(2, """{"lr": "0.1", "layers": [], "model": {"depth": 3}}""", """{"best": "Infinity"}"""),
            TestRun.With(3, """{"lr": null, "model": {"depth": 4, "name": null}}"""),
            TestRun.With(4, """{"lr": true, "model.name": "dotted"}"""),
        ]);
        var page = index.Query(new RunQuery { Filter = RunFilterParser.Parse(filter).Filter!, Sort = [new(RunColumn.Attribute("id"))] })!;
        Assert.Equal(expected, string.Join(' ', page.Rows.Select(row => row.Id)));
    }

    [Fact]
    public void Compares_parameters_as_text_when_asked()
    {
        var index = new RunIndex(MetricSource.None);
        index.Load([TestRun.With(1, """{"p": 10}"""), TestRun.With(2, """{"p": "9"}"""), TestRun.With(3, """{"p": true}""")]);
        var text = RunColumn.Config("p") with { AsText = true };
        var page = index.Query(new RunQuery { Sort = [new(text)], Columns = [text] })!;
        Assert.Equal(["10", "9", "true"], page.Rows.Select(row => row.Values[0].Text));
        var one = index.Query(new RunQuery { Filter = new RunFilter.Compare(text, RunComparison.Equal, RunValue.Of("10")) })!;
        Assert.Equal(1, Assert.Single(one.Rows).Id);
    }

    [Fact]
    public void Compares_ids_and_times_exactly()
    {
        const long Large = (1L << 53) + 1;
        var index = new RunIndex(MetricSource.None);
        index.Load([TestRun.With(Large - 1), TestRun.With(Large), TestRun.With(Large + 1)]);
        var page = index.Query(new RunQuery { Filter = RunFilterParser.Parse($"id = {Large}").Filter! })!;
        Assert.Equal(Large, Assert.Single(page.Rows).Id);
        Assert.Equal(2, index.Query(new RunQuery { Filter = RunFilterParser.Parse($"id > {Large - 1}").Filter! })!.Total);
    }

    [Fact]
    public void Sorts_numbers_then_nan_then_words_then_nothing_both_ways()
    {
        var index = new RunIndex(MetricSource.None);
        string[] values = ["1", "\"NaN\"", "\"b\"", "null", "-2", "\"a\"", "\"Infinity\"", "false"];
        index.Load(values.Select((value, i) => TestRun.With(i + 1, summary: $$"""{"x": {{value}}}""")));
        var column = RunColumn.Summary("x");
        Assert.Equal([5, 1, 7, 2, 8, 6, 3, 4], Ids(index.Query(new RunQuery { Sort = [new(column)] })));
        Assert.Equal([7, 1, 5, 2, 3, 6, 8, 4], Ids(index.Query(new RunQuery { Sort = [new(column, true)] })));
    }

    [Fact]
    public void Pages_hold_while_runs_come_and_go()
    {
        var index = new RunIndex(MetricSource.None);
        index.Load(Enumerable.Range(1, 10).Select(id => TestRun.With(id, name: "n" + (id % 3))));
        var query = new RunQuery { Sort = [new(RunColumn.Attribute("name"))], Limit = 3 };
        var first = index.Query(query)!;
        Assert.Equal([9, 6, 3], Ids(first));

        // The row that the cursor was made of goes, and so does its word; others come before and after it.
        index.Remove(3);
        index.Upsert(TestRun.With(11, name: "a"));
        index.Upsert(TestRun.With(12, name: "n00"));
        var second = index.Query(query with { Cursor = first.Cursor })!;
        Assert.Equal([12, 10, 7], Ids(second));
        Assert.Equal(11, second.Total);
        Assert.Equal([4, 1, 8], Ids(index.Query(query with { Cursor = second.Cursor })));
        Assert.Null(index.Query(query with { Limit = 100 })!.Cursor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!!")]
    [InlineData("AAAA")]
    [InlineData("AQAAAAAB")]
    public void A_cursor_that_is_none_of_the_querys_gives_no_page(string cursor) =>
        Assert.Null(new RunIndex(MetricSource.None).Query(new RunQuery { Cursor = cursor }));

    [Fact]
    public void A_cursor_of_another_sort_gives_no_page()
    {
        var index = new RunIndex(MetricSource.None);
        index.Load([TestRun.With(1), TestRun.With(2)]);
        var cursor = index.Query(new RunQuery { Limit = 1 })!.Cursor;
        Assert.NotNull(index.Query(new RunQuery { Cursor = cursor }));
        Assert.Null(index.Query(new RunQuery { Cursor = cursor, Sort = [new(RunColumn.Attribute("name"))] }));
    }

    [Fact]
    public void Lists_columns_and_values_of_a_project()
    {
        var metrics = new NaiveTable { Metrics = { [(1, "acc")] = new MetricSummary(1, "acc", 1, 0, 0, 0, 0, 0) } };
        var index = new RunIndex(metrics.Source);
        index.Load(
        [
            TestRun.With(1, """{"lr": 1, "m": {"a": {"b": "x"}, "c": [1]}, "e": {}, "n": null}"""),
            TestRun.With(2, """{"lr": "1", "m": {"a": 3}}"""),
            TestRun.With(3, """{"other": 1}""", project: 2),
        ]);
        var columns = index.Columns([1]).Where(info => info.Column.Family != RunColumnFamily.Attribute);
        Assert.Equal(
            ["config.e Object 1", "config.lr Mixed 2", "config.m.a Number 1", "config.m.a.b Text 1", "config.m.c List 1", "metrics.acc Number 1"],
            columns.Select(info => $"{info.Column} {info.Type} {info.Runs}"));
        Assert.Contains(index.Columns([1]), info => info.Column.Path == "createdAt" && info.Type == RunColumnType.Time && info.Runs == 2);

        metrics.Metrics[(2, "late")] = new MetricSummary(2, "late", 1, 0, 0, 0, 0, 0);
        index.MarkMetricsChanged(2);
        Assert.Contains(index.Columns([1]), info => info.Column.ToString() == "metrics.late");

        Assert.Equal(["1 1", "1 1"], index.Values([1], RunColumn.Config("lr"), 10).Select(one => $"{one.Value} {one.Runs}"));
        Assert.Equal(["run 3"], index.Values(null, RunColumn.Attribute("name"), 10).Select(one => $"{one.Value} {one.Runs}"));
    }

    [Fact]
    public async Task Every_reader_sees_whole_states_while_others_write()
    {
        // Each write gives all four columns the same number, so that a reader who sees two states shows it.
        var index = new RunIndex(MetricSource.None);
        Run At(long id, int value) => TestRun.With(id, $$"""{"a": {{value}}, "b": {{value}}}""", $$"""{"c": {{value}}}""", "n" + value);
        index.Load(Enumerable.Range(1, 3000).Select(id => At(id, 0)));
        using var stop = new CancellationTokenSource();
        var writes = 0;
        var writers = Enumerable.Range(0, 2).Select(w => OnItsOwnThread(() =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                var id = 1 + (((i * 37) + w) % 3000);
                if (id % 2 == w)
                {
                    index.Upsert(At(id, i));
                    Interlocked.Increment(ref writes);
                }
            }
        })).ToList();
        var query = new RunQuery
        {
            Filter = RunFilterParser.Parse("config.a >= 0 and summary.c >= 0").Filter!,
            Sort = [new(RunColumn.Config("b"), true)],
            Columns = [RunColumn.Config("a"), RunColumn.Config("b"), RunColumn.Summary("c"), RunColumn.Attribute("name")],
            Limit = 200,
        };
        var readers = Enumerable.Range(0, 2).Select(_ => OnItsOwnThread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var page = index.Query(query)!;
                Assert.Equal(3000, page.Total);
                var last = double.MaxValue;
                foreach (var row in page.Rows)
                {
                    Assert.Equal(row.Values[0].Number, row.Values[1].Number);
                    Assert.Equal(row.Values[0].Number, row.Values[2].Number);
                    Assert.Equal("n" + row.Values[0], row.Values[3].Text);
                    Assert.True(row.Values[1].Number <= last);
                    last = row.Values[1].Number;
                }
            }
        })).ToList();
        stop.CancelAfter(TimeSpan.FromSeconds(2));
        await Task.WhenAll(writers.Concat(readers));
        Assert.NotEqual(0, writes);
    }

    // A pool that other tests keep busy might start none of them before the time is over.
    private static Task OnItsOwnThread(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static IEnumerable<long> Ids(RunPage? page) => page!.Rows.Select(row => row.Id);
}
