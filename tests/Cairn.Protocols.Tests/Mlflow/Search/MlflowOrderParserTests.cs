using Cairn.Protocols.Mlflow.Search;

namespace Cairn.Protocols.Tests.Mlflow.Search;

public sealed class MlflowOrderParserTests
{
    [Theory]
    [InlineData("metrics.acc DESC", "metrics|acc|True")]
    [InlineData("metric.`a b` asc", "metrics|a b|False")]
    [InlineData("params.lr", "params|lr|False")]
    [InlineData("tags.mlflow.user desc", "tags|mlflow.user|True")]
    [InlineData("start_time", "attributes|start_time|False")]
    [InlineData("created desc", "attributes|start_time|True")]
    [InlineData("\"Run Name\" DESC", "attributes|run_name|True")]
    [InlineData("attributes.run_id", "attributes|run_id|False")]
    public void Reads_run_orders(string entry, string expected)
    {
        var order = Assert.Single(MlflowOrderParser.Parse([entry], MlflowGrammar.Runs).Parts!);
        Assert.Equal(expected, $"{order.Entity}|{order.Key}|{order.Descending}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("metrics.")]
    [InlineData("metrics.acc sideways")]
    [InlineData("metrics.acc asc desc")]
    [InlineData("metrics.acc, metrics.b")]
    [InlineData("metrics.a-b")]
    [InlineData("datasets.name")]
    [InlineData("lifecycle_stage")]
    [InlineData("nothing.x")]
    [InlineData("'x'")]
    [InlineData("`x")]
    public void Refuses_malformed_run_orders(string entry) =>
        Assert.NotNull(MlflowOrderParser.Parse([entry], MlflowGrammar.Runs).Problem);

    [Fact]
    public void Refuses_a_key_that_comes_twice() =>
        Assert.NotNull(MlflowOrderParser.Parse(["created", "start_time DESC"], MlflowGrammar.Runs).Problem);

    [Fact]
    public void Each_search_orders_by_its_own_keys()
    {
        Assert.True(MlflowOrderParser.Parse(["experiment_id", "name DESC"], MlflowGrammar.Experiments).IsRead);
        Assert.False(MlflowOrderParser.Parse(["tags.k"], MlflowGrammar.Experiments).IsRead);
        Assert.Equal("last_updated_timestamp", MlflowOrderParser.Parse(["timestamp"], MlflowGrammar.RegisteredModels).Parts![0].Key);
        Assert.False(MlflowOrderParser.Parse(["creation_timestamp"], MlflowGrammar.RegisteredModels).IsRead);
        Assert.True(MlflowOrderParser.Parse(["creation_timestamp"], MlflowGrammar.ModelVersions).IsRead);
        Assert.True(MlflowOrderParser.Parse(["metrics.k"], MlflowGrammar.LoggedModels).IsRead);
        Assert.False(MlflowOrderParser.Parse(["params.k"], MlflowGrammar.LoggedModels).IsRead);
    }

    [Fact]
    public void Ties_of_runs_go_to_the_newest_start_and_then_the_id()
    {
        static string Sort(params string[] entries) =>
            string.Join(' ', MlflowRunSearch.Sort(MlflowOrderParser.Parse(entries, MlflowGrammar.Runs).Parts!)
                .Select(sort => (sort.Descending ? "-" : "") + sort.Column));

        Assert.Equal("-startedAt uid", Sort());
        Assert.Equal("-metrics.a -startedAt uid", Sort("metrics.a DESC"));
        Assert.Equal("startedAt uid", Sort("start_time"));
        Assert.Equal("-uid -startedAt", Sort("run_id DESC"));
    }
}
