using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;

namespace Cairn.Protocols.Tests.Mlflow.Search;

public sealed class MlflowFilterParserTests
{
    [Theory]
    [InlineData("metrics.acc > 0.5", "metrics|acc|Greater|0.5")]
    [InlineData("metric.acc>=1", "metrics|acc|GreaterOrEqual|1")]
    [InlineData("acc.acc", null)]
    [InlineData("metrics.acc < -1.5e-3", "metrics|acc|Less|-0.0015")]
    [InlineData("metrics.acc != .5", "metrics|acc|NotEqual|0.5")]
    [InlineData("metrics.`test acc/x-y` = 1", "metrics|test acc/x-y|Equal|1")]
    [InlineData("metrics.\"test acc\" = 1", "metrics|test acc|Equal|1")]
    [InlineData("metrics.a.b.c = 1", "metrics|a.b.c|Equal|1")]
    [InlineData("metrics.größe = 1", "metrics|größe|Equal|1")]
    [InlineData("params.lr = '0.1'", "params|lr|Equal|0.1")]
    [InlineData("parameter.lr = \"0.1\"", "params|lr|Equal|0.1")]
    [InlineData("parameters.lr != 'x'", "params|lr|NotEqual|x")]
    [InlineData("param.lr like '%x'", "params|lr|Like|%x")]
    [InlineData("params.lr ILike '%x'", "params|lr|ILike|%x")]
    [InlineData("params.lr is null", "params|lr|IsNull|")]
    [InlineData("tags.mlflow.runName = 'it''s'", "tags|mlflow.runName|Equal|it''s")]
    [InlineData("tag.k = 'say \"hi\"'", "tags|k|Equal|say \"hi\"")]
    [InlineData("tags.k = \"it's AND more\"", "tags|k|Equal|it's AND more")]
    [InlineData("tags.k IS NOT NULL", "tags|k|IsNotNull|")]
    [InlineData("run_id = 'abc'", "attributes|run_id|Equal|abc")]
    [InlineData("attributes.run_id IN ('a', 'b')", "attributes|run_id|In|a,b")]
    [InlineData("attr.run_id in ('a',)", "attributes|run_id|In|a")]
    [InlineData("run_id NOT IN (\"a\")", "attributes|run_id|NotIn|a")]
    [InlineData("run_id IN ('a', 'ABC')", "attributes|run_id|In|a")]
    [InlineData("run_id IN ('ABC')", "attributes|run_id|In|")]
    [InlineData("run.status = 'FINISHED'", "attributes|status|Equal|FINISHED")]
    [InlineData("`run name` = 'x'", "attributes|run_name|Equal|x")]
    [InlineData("attribute.`Run Name` LIKE 'x'", "attributes|run_name|Like|x")]
    [InlineData("created > 5", "attributes|start_time|Greater|5")]
    [InlineData("start_time<=1700000000000", "attributes|start_time|LessOrEqual|1700000000000")]
    [InlineData("dataset.name IN ('a')", "datasets|name|In|a")]
    [InlineData("datasets.context = 'train'", "datasets|context|Equal|train")]
    [InlineData("metrics.a > 1 and params.b = 'x' AND tags.c LIKE 'y'", "metrics|a|Greater|1 params|b|Equal|x tags|c|Like|y")]
    [InlineData("metrics.a>1AND params.b='x'AND tags.c='y'", null)]
    [InlineData("params.b='x'AND tags.c='y'", "params|b|Equal|x tags|c|Equal|y")]
    [InlineData("", "")]
    [InlineData("   ", "")]
    public void Reads_run_filters(string text, string? expected)
    {
        var parsed = MlflowFilterParser.Parse(text, MlflowGrammar.Runs);
        Assert.Equal(expected, parsed.IsRead ? string.Join(' ', parsed.Parts.Select(Shown)) : null);
    }

    [Theory]
    [InlineData("metrics.acc > '0.5'")]
    [InlineData("metrics.acc > nan")]
    [InlineData("metrics.acc > 0x10")]
    [InlineData("metrics.acc > 1.2.3")]
    [InlineData("metrics.acc LIKE '1'")]
    [InlineData("metrics.acc IS NULL")]
    [InlineData("metrics.acc")]
    [InlineData("metrics. > 1")]
    [InlineData("metrics.test-acc > 1")]
    [InlineData("metrics.test/acc > 1")]
    [InlineData("Metrics.acc > 1")]
    [InlineData("params.lr = 0.1")]
    [InlineData("params.lr > '0.1'")]
    [InlineData("params.lr = 'x")]
    [InlineData("params.lr = x")]
    [InlineData("params.`lr = 'x'")]
    [InlineData("params.lr == 'x'")]
    [InlineData("params.lr <> 'x'")]
    [InlineData("params.lr IN ('x')")]
    [InlineData("params.lr IS 'x'")]
    [InlineData("params.lr NOT LIKE 'x'")]
    [InlineData("run_id IN ()")]
    [InlineData("run_id IN (1)")]
    [InlineData("run_id IN 'a'")]
    [InlineData("run_id IN ('a' 'b')")]
    [InlineData("run_id IN ('a'")]
    [InlineData("run_id IN ('a',,)")]
    [InlineData("run_id > 'a'")]
    [InlineData("status IN ('FINISHED')")]
    [InlineData("start_time > '5'")]
    [InlineData("start_time LIKE 5")]
    [InlineData("lifecycle_stage = 'active'")]
    [InlineData("experiment_id = '1'")]
    [InlineData("source_type = 'x'")]
    [InlineData("attributes.nothing = 'x'")]
    [InlineData("dataset.profile = 'x'")]
    [InlineData("model.name = 'x'")]
    [InlineData("metrics.a > 1 OR metrics.b > 1")]
    [InlineData("NOT metrics.a > 1")]
    [InlineData("(metrics.a > 1)")]
    [InlineData("metrics.a > 1 AND")]
    [InlineData("AND metrics.a > 1")]
    [InlineData("metrics.a > 1;")]
    [InlineData("metrics.a > 1 metrics.b > 1")]
    [InlineData("metrics.a BETWEEN 1 AND 2")]
    [InlineData("1 < metrics.a")]
    [InlineData("'x' = params.a")]
    [InlineData("metrics.a > +1")]
    public void Refuses_what_is_malformed_or_not_searchable(string text)
    {
        var parsed = MlflowFilterParser.Parse(text, MlflowGrammar.Runs);
        Assert.False(parsed.IsRead);
        Assert.InRange(parsed.Problem.Position, 0, text.Length);
        Assert.NotEmpty(parsed.Problem.Expected);
        Assert.NotEmpty(parsed.Problem.Remedy);
    }

    [Fact]
    public void Each_search_has_its_own_keys()
    {
        Assert.True(Reads("name ILIKE '%x%' AND tags.k = 'v' AND creation_time > 5 AND tag.q IS NULL", MlflowGrammar.Experiments));
        Assert.False(Reads("metrics.a > 1", MlflowGrammar.Experiments));
        Assert.False(Reads("name IN ('a')", MlflowGrammar.Experiments));
        Assert.False(Reads("experiment_id = '1'", MlflowGrammar.Experiments));
        Assert.True(Reads("name = 'a' AND tags.`mlflow.prompt.is_prompt` = 'true'", MlflowGrammar.RegisteredModels));
        Assert.False(Reads("version_number = 1", MlflowGrammar.RegisteredModels));
        Assert.True(Reads("name = 'a' AND version_number >= 2 AND run_id IN ('r')", MlflowGrammar.ModelVersions));
        Assert.False(Reads("run_id NOT IN ('r')", MlflowGrammar.ModelVersions));
        Assert.False(Reads("run_id LIKE 'r'", MlflowGrammar.ModelVersions));
        Assert.True(Reads("source_run_id = 'r' AND metrics.a > 1 AND params.p IN ('x') AND status = 'LOGGED_MODEL_READY'", MlflowGrammar.LoggedModels));
        Assert.False(Reads("datasets.name = 'x'", MlflowGrammar.LoggedModels));
    }

    [Fact]
    public void Never_throws()
    {
        string[] pieces =
        [
            "metrics", ".", "a", "params.b", "tags.", "`", "'", "\"", "=", "!=", "!", "<", "LIKE", "IN", "NOT", "IS", "NULL", "AND", "(", ")", ",",
            "1", "-", "e", "1e", "'x'", " ", "\n", ";", "é", "\ud800", "\0", "run_id", "start_time", "%",
        ];
        var random = new Random(5);
        foreach (var grammar in new[] { MlflowGrammar.Runs, MlflowGrammar.Experiments, MlflowGrammar.ModelVersions })
        {
            for (var i = 0; i < 20_000; i++)
            {
                var text = string.Join(random.Next(2) == 0 ? " " : "", Enumerable.Range(0, random.Next(10)).Select(_ => pieces[random.Next(pieces.Length)]));
                var parsed = MlflowFilterParser.Parse(text, grammar);
                Assert.True(parsed.IsRead != (parsed.Problem is not null), text);
                var order = MlflowOrderParser.Parse([text], grammar);
                Assert.True(order.IsRead != (order.Problem is not null), text);
            }
        }
    }

    [Theory]
    [InlineData("status = 'FAILED'", "failed,crashed")]
    [InlineData("status != 'FAILED'", "running,pending,finished,killed")]
    [InlineData("status LIKE 'F%'", "finished,failed,crashed")]
    [InlineData("status = 'failed'", "")]
    public void A_status_stands_for_states(string text, string expected)
    {
        var clauses = MlflowFilterParser.Parse(text, MlflowGrammar.Runs).Parts!;
        var filter = Assert.IsType<RunFilter.In>(MlflowRunSearch.Filter(clauses, _ => new RunFilter.Never()));
        Assert.Equal(expected, string.Join(',', filter.Values));
    }

    [Fact]
    public void Clauses_of_datasets_are_left_to_the_caller()
    {
        var clauses = MlflowFilterParser.Parse("dataset.name = 'x' AND params.p = '1'", MlflowGrammar.Runs).Parts!;
        var ids = new RunFilter.In(RunColumn.Attribute("id"), [RunValue.Of(7L)]);
        var and = Assert.IsType<RunFilter.And>(MlflowRunSearch.Filter(clauses, clause => clause.Key == "name" ? ids : new RunFilter.Never()));
        Assert.Same(ids, and.Parts[0]);
        Assert.True(Assert.IsType<RunFilter.Compare>(and.Parts[1]).Column.AsText);
    }

    [Theory]
    [InlineData("name = 'a'", "a", true)]
    [InlineData("name != 'a'", "a", false)]
    [InlineData("name LIKE 'A%'", "abc", false)]
    [InlineData("name ILIKE 'A%'", "abc", true)]
    [InlineData("name != 'a'", null, false)]
    [InlineData("tags.t IS NULL", null, true)]
    [InlineData("tags.t IS NOT NULL", "", true)]
    public void A_clause_judges_a_value(string text, string? value, bool expected)
    {
        var clause = Assert.Single(MlflowFilterParser.Parse(text, MlflowGrammar.Experiments).Parts!);
        Assert.Equal(expected, clause.IsMetBy(RunValue.Of(value)));
    }

    [Fact]
    public void A_clause_judges_numbers_of_both_types()
    {
        var clause = MlflowFilterParser.Parse("creation_time >= 9007199254740993", MlflowGrammar.Experiments).Parts![0];
        Assert.True(clause.IsMetBy(RunValue.Of(9007199254740993L)));
        Assert.False(clause.IsMetBy(RunValue.Of(9007199254740992L)));
        Assert.False(clause.IsMetBy(RunValue.Of(double.NaN)));
    }

    private static bool Reads(string text, MlflowGrammar grammar) => MlflowFilterParser.Parse(text, grammar).IsRead;

    private static string Shown(MlflowClause clause) =>
        $"{clause.Entity}|{clause.Key}|{clause.Comparison}|{string.Join(',', clause.Values)}";
}
