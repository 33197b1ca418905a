using System.Text.Json;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Wandb.Filters;

namespace Cairn.Protocols.Tests.Wandb.Filters;

public sealed class WandbFilterParserTests
{
    private static readonly RunIndex Index = Runs();

    [Theory]
    [InlineData("{}", "a b c")]
    [InlineData("null", "a b c")]
    [InlineData("", "a b c")]
    [InlineData("""{"name": "a"}""", "a")]
    [InlineData("""{"display_name": "first"}""", "a")]
    [InlineData("""{"displayName": {"$eq": "first"}, "state": "finished"}""", "a")]
    [InlineData("""{"displayName": "first", "state": "running"}""", "")]
    [InlineData("""{"state": {"$in": ["running", "crashed"]}}""", "b c")]
    [InlineData("""{"$or": [{"state": "running"}, {"config.lr": {"$lt": 0.05}}]}""", "a b")]
    [InlineData("""{"$and": [{"config.lr.value": {"$gte": 0.01}}, {"config.lr": {"$lte": 0.1}}]}""", "a b")]
    [InlineData("""{"config.lr": {"$gte": 0.01, "$lt": 0.1}}""", "a")]
    [InlineData("""{"$nor": [{"name": "a"}, {"name": "b"}]}""", "c")]
    [InlineData("""{"$not": {"name": "a"}}""", "b c")]
    [InlineData("""{"config.lr": {"$not": {"$gt": 0.05}}}""", "a c")]
    [InlineData("""{"config.lr": {"$ne": 0.01}}""", "b c")]
    [InlineData("""{"config.lr": {"$nin": [0.01, 0.1]}}""", "c")]
    [InlineData("""{"config.lr": {"$exists": true}}""", "a b")]
    [InlineData("""{"config.lr": {"$exists": false}}""", "c")]
    [InlineData("""{"config.lr": null}""", "c")]
    [InlineData("""{"config.lr": {"$ne": null}}""", "a b")]
    [InlineData("""{"config.lr": "0.01"}""", "")]
    [InlineData("""{"config.model.value.depth": 3}""", "a")]
    [InlineData("""{"config.model.depth.value": 3}""", "a")]
    [InlineData("""{"summary_metrics.acc": {"$gt": 0.5}}""", "a")]
    [InlineData("""{"summaryMetrics.acc": {"$lte": 0.5}}""", "b")]
    [InlineData("""{"tags": "base"}""", "a b")]
    [InlineData("""{"tags": {"$in": ["x", "base"]}}""", "a b")]
    [InlineData("""{"tags": {"$all": ["base", "best"]}}""", "a")]
    [InlineData("""{"tags": {"$nin": ["best"]}}""", "b c")]
    [InlineData("""{"tags": null}""", "c")]
    [InlineData("""{"tags.best": true}""", "a")]
    [InlineData("""{"tags.best": {"$exists": false}}""", "b c")]
    [InlineData("""{"display_name": {"$regex": "^.i"}}""", "a")]
    [InlineData("""{"display_name": {"$regex": "RST", "$options": "i"}}""", "a")]
    [InlineData("""{"jobType": "train"}""", "a")]
    [InlineData("""{"job_type": {"$ne": "train"}}""", "b c")]
    [InlineData("""{"username": "eve"}""", "a")]
    [InlineData("""{"created_at": {"$gte": "2026-01-02T00:00:00"}}""", "b c")]
    [InlineData("""{"createdAt": {"$lt": "2026-01-02T00:00:00Z"}}""", "a")]
    [InlineData("""{"duration": {"$gt": 59}}""", "a")]
    [InlineData("""{"keys_info.keys.loss": {"$exists": true}}""", "b")]
    [InlineData("""{"sweep": "s1"}""", "c")]
    public void Selects_runs(string json, string expected)
    {
        var result = WandbFilterParser.Parse(json);
        Assert.True(result.IsFilter, result.Problem?.ToString());
        var page = Index.Query(new RunQuery
        {
            Filter = result.Filter,
            Sort = WandbOrderParser.Parse("+name").Sort!,
            Columns = [RunColumn.Attribute("uid")],
        })!;
        Assert.Equal(expected, string.Join(' ', page.Rows.Select(row => row.Values[0].Text)));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("""{"nothing": 1}""")]
    [InlineData("""{"$where": "x"}""")]
    [InlineData("""{"$and": {"name": "a"}}""")]
    [InlineData("""{"$or": ["a"]}""")]
    [InlineData("""{"$not": 3}""")]
    [InlineData("""{"config.x": {"$size": 3}}""")]
    [InlineData("""{"config.x": {"y": 3}}""")]
    [InlineData("""{"config.x": ["a"]}""")]
    [InlineData("""{"config.x": {"$in": 3}}""")]
    [InlineData("""{"config.x": {"$gt": null}}""")]
    [InlineData("""{"name": {"$regex": "("}}""")]
    [InlineData("""{"name": {"$regex": "(?=a)b"}}""")]
    [InlineData("""{"name": {"$regex": 3}}""")]
    [InlineData("""{"created_at": {"$gt": "soon"}}""")]
    public void Refuses_what_it_cannot_read(string json)
    {
        var problem = WandbFilterParser.Parse(json).Problem;
        Assert.NotNull(problem);
        Assert.NotEmpty(problem.Expected);
        Assert.NotEmpty(problem.Remedy);
    }

    [Fact]
    public void Never_throws()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", ":", ",", "\"name\"", "\"$and\"", "\"$or\"", "\"$regex\"", "\"$in\"", "\"config.a\"", "\"tags.x\"", "1", "null", "true",
            "\"created_at\"", "\"\\ud800\"", "\"$not\"", "1e999", "\"(\"", "\"$options\"",
        ];
        var random = new Random(3);
        for (var i = 0; i < 30_000; i++)
        {
            // Half of them well-formed, so that the reader gets past the JSON.
            var text = i % 2 == 0
                ? string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]))
                : Json(random, pieces, 0);
            var result = WandbFilterParser.Parse(text);
            Assert.True(result.IsFilter != (result.Problem is not null), text);
            Assert.NotNull(WandbOrderParser.Parse(text));
        }

        Assert.NotNull(WandbFilterParser.Parse(string.Concat(Enumerable.Repeat("{\"$not\":", 10_000))).Problem);
        Assert.NotNull(WandbFilterParser.Parse("{\"name\": \"\ud800\"}"));
    }

    [Theory]
    [InlineData(null, "createdAt")]
    [InlineData("", "createdAt")]
    [InlineData("-created_at", "-createdAt")]
    [InlineData("+summary_metrics.acc", "summary.acc createdAt")]
    [InlineData("-config.lr.value,+name", "-config.lr uid createdAt")]
    [InlineData("heartbeat_at", "heartbeatAt createdAt")]
    [InlineData("-nothing", null)]
    [InlineData("name,,state", null)]
    public void Reads_orders(string? order, string? expected)
    {
        var result = WandbOrderParser.Parse(order);
        Assert.Equal(expected, result.IsRead ? string.Join(' ', result.Sort.Select(sort => (sort.Descending ? "-" : "") + sort.Column)) : null);
    }

    private static string Json(Random random, string[] pieces, int depth)
    {
        string[] names = [.. pieces.Where(piece => piece[0] == '"')];
        return random.Next(depth < 4 ? 4 : 2) switch
        {
            2 => "[" + string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Json(random, pieces, depth + 1))) + "]",
            3 => "{" + string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => names[random.Next(names.Length)] + ":" + Json(random, pieces, depth + 1))) + "}",
            _ => new[] { "1", "null", "true", "1e999", "\"x\"", "\"\\ud800\"", "\"a(b\"" }[random.Next(7)],
        };
    }

    private static RunIndex Runs()
    {
        var loss = new MetricSummary(2, "loss", 4, 0, 0, 0, 0, 0);
        var index = new RunIndex(new MetricSource((_, visit) => visit(loss), (run, key) => run == 2 && key == "loss" ? loss : null, _ => []));
        var created = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var first = new Run
        {
            Id = 1,
            ProjectId = 1,
            Uid = "a",
            Name = "first",
            State = RunState.Finished,
            Source = "wandb",
            JobType = "train",
            Tags = ["base", "best"],
            Config = JsonElement.Parse("""{"lr": 0.01, "model": {"depth": 3}}"""),
            Summary = JsonElement.Parse("""{"acc": 0.9}"""),
            Environment = JsonElement.Parse("""{"user": "eve"}"""),
            CreatedAt = created,
            StartedAt = created,
            FinishedAt = created + 60_000,
            HeartbeatAt = created + 60_000,
        };
        index.Load(
        [
            first,
            first with
            {
                Id = 2,
                Uid = "b",
                Name = "second",
                State = RunState.Running,
                JobType = null,
                Tags = ["base"],
                Config = JsonElement.Parse("""{"lr": 0.1}"""),
                Summary = JsonElement.Parse("""{"acc": 0.5}"""),
                Environment = JsonElement.Parse("{}"),
                CreatedAt = created + 86_400_000,
                FinishedAt = created + 1000,
            },
            first with
            {
                Id = 3,
                Uid = "c",
                Name = "last",
                State = RunState.Crashed,
                JobType = "eval",
                Tags = [],
                Labels = JsonElement.Parse("""{"wandb.sweep": "s1"}"""),
                Config = JsonElement.Parse("{}"),
                Summary = JsonElement.Parse("{}"),
                Environment = JsonElement.Parse("{}"),
                CreatedAt = created + 86_400_001,
                FinishedAt = created + 1000,
            },
        ]);
        return index;
    }
}
