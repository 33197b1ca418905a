using Cairn.Core.Runs.Querying;

namespace Cairn.Core.Tests.Runs.Querying;

public sealed class RunGroupingTests
{
    private static readonly RunColumn Optimizer = RunColumn.Config("o"), Depth = RunColumn.Config("d"), Result = RunColumn.Summary("x");

    [Fact]
    public void Gathers_runs_by_several_columns_with_mean_spread_and_count()
    {
        var index = Index(
            ("""{"o":"adam","d":1}""", """{"x":1}"""), ("""{"o":"adam","d":1}""", """{"x":2}"""), ("""{"o":"adam","d":1}""", """{"x":6}"""),
            ("""{"o":"adam","d":2}""", """{"x":5}"""), ("""{"o":"sgd"}""", """{"x":"NaN"}"""), ("""{"o":"sgd"}""", "{}"));
        var answer = index.Groups(new RunGroupQuery { Projects = [1], By = [Optimizer, Depth], Columns = [Result] });

        Assert.Equal((3, 6), (answer.Total, answer.Runs));
        Assert.Equal(["adam 1: 3", "sgd null: 2", "adam 2: 1"], answer.Groups.Select(group => $"{group.Key[0]} {group.Key[1]}: {group.Runs}"));
        var first = answer.Groups[0].Numbers[0];
        Assert.Equal((3, 3.0, 1.0, 6.0), (first.Count, first.Mean, first.Min, first.Max));
        Assert.Equal(Math.Sqrt(7), first.Deviation!.Value, 12);
        Assert.Equal((0, 1), (answer.Groups[1].Numbers[0].Count, answer.Groups[1].Numbers[0].NotFinite));
        Assert.Null(answer.Groups[2].Numbers[0].Deviation);
    }

    [Fact]
    public void Orders_groups_by_a_mean_or_a_value_and_pages()
    {
        var index = Index(
            ("""{"o":"b"}""", """{"x":1}"""), ("""{"o":"a"}""", """{"x":3}"""), ("""{"o":"c"}""", "{}"), ("""{"o":"a"}""", """{"x":5}"""));
        string Order(RunSort sort, int offset = 0, int limit = 10) => string.Join(' ', index.Groups(new RunGroupQuery
        {
            By = [Optimizer],
            Columns = [Result],
            Sort = [sort],
            Offset = offset,
            Limit = limit,
        }).Groups.Select(group => group.Key[0]));

        Assert.Equal("a b c", Order(new(Result, Descending: true)));
        Assert.Equal("b a c", Order(new(Result)));
        Assert.Equal("c b a", Order(new(Optimizer, Descending: true)));
        Assert.Equal("b", Order(new(Optimizer, Descending: true), offset: 1, limit: 1));
    }

    [Fact]
    public void Filters_before_it_gathers()
    {
        var index = Index(("""{"o":"a","d":1}""", "{}"), ("""{"o":"a","d":2}""", "{}"), ("""{"o":"b","d":2}""", "{}"));
        var answer = index.Groups(new RunGroupQuery { By = [Optimizer], Filter = RunFilterParser.Parse("config.d = 2").Filter! });
        Assert.Equal(["a 1", "b 1"], answer.Groups.Select(group => $"{group.Key[0]} {group.Runs}"));
    }

    private static RunIndex Index(params (string Config, string Summary)[] runs)
    {
        var index = new RunIndex(MetricSource.None);
        index.Load(runs.Select((run, i) => TestRun.With(i + 1, run.Config, run.Summary)));
        return index;
    }
}
