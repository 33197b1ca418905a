using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class VerdictEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Metric = "test/accuracy";

    [Fact]
    public async Task A_group_of_seeds_is_judged_by_the_test_that_fits_each_landmark()
    {
        var project = RunningServer.NewProject();
        long run = 0;
        foreach (var value in new[] { 0.91, 0.912, 0.909, 0.911 })
            run = await FinishedAsync(project, value, "\"group\":\"mine\"");
        foreach (var value in new[] { 0.9, 0.901, 0.899 })
            await FinishedAsync(project, value, "\"group\":\"last week\"");
        await SetAsync(project, "chance", "\"kind\":\"constant\",\"value\":0.1");
        await SetAsync(project, "human", "\"kind\":\"constant\",\"value\":0.90,\"examples\":100");
        await SetAsync(project, "best", "\"kind\":\"group\",\"group\":\"last week\"");

        var (status, json) = await server.GetAsync($"/api/v1/projects/{project}/verdicts?group=mine");
        Assert.Equal(HttpStatusCode.OK, status);
        var found = json.GetProperty("verdicts").EnumerateArray().ToDictionary(one => Text(one, "landmark", "name"));
        Assert.Equal(("better", "oneSample"), (Text(found["chance"], "word"), Text(found["chance"], "method")));
        Assert.Equal("unclear", Text(found["human"], "word")); // 90 of 100 examples could as well be 92.
        Assert.Equal(("better", "welch"), (Text(found["best"], "word"), Text(found["best"], "method")));
        Assert.Equal(3, found["best"].GetProperty("comparisons").GetInt32());
        Assert.StartsWith("better than best by 1.05 points", Text(found["best"], "sentence"), StringComparison.Ordinal);
        Assert.NotEmpty(found["best"].GetProperty("assumptions").EnumerateArray());

        (_, json) = await server.GetAsync($"/api/v1/runs/{run}/verdicts?landmark=best&together=false");
        var (alone, group) = (json.GetProperty("verdicts")[0], json.GetProperty("verdicts")[1]);
        Assert.Equal(("prediction", 1), (Text(alone, "method"), alone.GetProperty("subject").GetProperty("n").GetInt32()));
        Assert.Equal(("welch", "mine", 4), (Text(group, "method"), Text(group, "subject", "group"), group.GetProperty("subject").GetProperty("n").GetInt32()));
        Assert.False(group.TryGetProperty("adjustedP", out _));
    }

    [Fact]
    public async Task Without_a_spread_there_is_no_verdict_and_with_examples_there_is()
    {
        var project = RunningServer.NewProject();
        var run = await FinishedAsync(project, 0.86);
        await SetAsync(project, "majority", "\"kind\":\"constant\",\"value\":0.83");
        var blind = await OnlyAsync(run);
        Assert.Equal(("unclear", "none"), (Text(blind, "word"), Text(blind, "method")));
        Assert.Contains("one run: no spread known", Text(blind, "sentence"), StringComparison.Ordinal);
        Assert.False(blind.TryGetProperty("low", out _));

        await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"summary":{"test/n":10000}}""");
        var seen = await OnlyAsync(run);
        Assert.Equal(("better", "binomial", 10000), (Text(seen, "word"), Text(seen, "method"), seen.GetProperty("examples").GetInt32()));
        Assert.InRange(seen.GetProperty("low").GetDouble(), 0.02, 0.03);
    }

    // A metric val/accuracy is of the examples that the config counts as validation.
    [Theory]
    [InlineData("val/accuracy", "{\"data\":{\"validation\":4000}}")]
    [InlineData("val_acc", "{\"n_validation\":4000}")]
    [InlineData("validation/accuracy", "{\"val_size\":\"4000\"}")]
    [InlineData("holdout/accuracy", "{\"data\":{\"test\":4000}}")]
    public async Task A_split_goes_by_any_of_its_usual_names(string metric, string config)
    {
        var project = RunningServer.NewProject();
        var run = await server.StartRunAsync(project, $"\"config\":{config}");
        await server.LogAsync(run, $$$"""{"step":0,"time":1,"metrics":{"{{{metric}}}":0.86}}""");
        await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"state":"finished"}""");
        await SetAsync(project, "majority", "\"kind\":\"constant\",\"value\":0.83", metric);
        var (_, json) = await server.GetAsync($"/api/v1/runs/{run}/verdicts?metric={metric}");
        var verdict = Assert.Single(json.GetProperty("verdicts").EnumerateArray());
        Assert.Equal(("better", "binomial", 4000), (Text(verdict, "word"), Text(verdict, "method"), verdict.GetProperty("examples").GetInt32()));
    }

    [Fact]
    public async Task Logged_predictions_pair_two_runs_example_by_example()
    {
        var project = RunningServer.NewProject();
        var reference = await FinishedAsync(project, 0.84, """ "config":{"test_size":1000} """);
        var run = await FinishedAsync(project, 0.85, """ "config":{"test_size":1000} """);
        await SetAsync(project, "kNN", $"\"kind\":\"run\",\"run\":{reference}");
        Assert.Equal("twoShares", Text(await OnlyAsync(run), "method"));
        await PredictAsync(reference, wrong: 160, shuffled: false);
        await PredictAsync(run, wrong: 150, shuffled: true);
        var paired = await OnlyAsync(run);
        Assert.Equal(("better", "mcNemar"), (Text(paired, "word"), Text(paired, "method")));
        Assert.Equal(0.01, paired.GetProperty("difference").GetDouble(), 9);

        // Predictions of another epoch do not give the logged number, and must not stand for it.
        await server.LogAsync(run, $$$"""{"step":5,"time":5,"metrics":{"{{{Metric}}}":0.90}}""");
        Assert.Equal("twoShares", Text(await OnlyAsync(run), "method"));
    }

    [Fact]
    public async Task A_table_of_predictions_serves_as_well()
    {
        var project = RunningServer.NewProject();
        var reference = await FinishedAsync(project, 0.5);
        var run = await FinishedAsync(project, 1);
        await SetAsync(project, "coin", $"\"kind\":\"run\",\"run\":{reference}");
        var rows = string.Join(',', Enumerable.Range(0, 100).Select(i => $"[{i % 2},0]"));
        await LogTableAsync(reference, $$"""{"columns":["label","pred"],"rows":[{{rows}}]}""");

        // As W&B's clients log it: a file that the record points at.
        rows = string.Join(',', Enumerable.Range(0, 100).Select(i => $"[{i % 2},{i % 2}]"));
        await server.SendAsync(
            HttpMethod.Put, $"/api/v1/runs/{run}/files/media/table/p.table.json", $$"""{"columns":["label","pred"],"data":[{{rows}}]}""");
        await LogTableAsync(run, """{"file":"media/table/p.table.json","ncols":2}""");

        Assert.Equal("mcNemar", Text(await OnlyAsync(run), "method"));

        Task LogTableAsync(long id, string value) => server.LogAsync(
            id, $$$"""{"step":0,"time":1,"record":{"key":"test/predictions","type":"table","index":0,"value":{{{value}}}}}""");
    }

    [Fact]
    public async Task A_landmark_is_never_compared_with_itself()
    {
        var project = RunningServer.NewProject();
        var first = await FinishedAsync(project, 0.9, "\"group\":\"g\"");
        await SetAsync(project, "mine", $"\"kind\":\"run\",\"run\":{first}");
        Assert.Equal("itself", Text(await OnlyAsync(first), "word"));
        await FinishedAsync(project, 0.91, "\"group\":\"g\"");
        await FinishedAsync(project, 0.92, "\"group\":\"g\"");
        await SetAsync(project, "mine", "\"kind\":\"group\",\"group\":\"g\"");
        var (_, json) = await server.GetAsync($"/api/v1/runs/{first}/verdicts");
        var verdicts = json.GetProperty("verdicts");
        Assert.Equal(2, verdicts[0].GetProperty("landmark").GetProperty("n").GetInt32()); // the two others
        Assert.Equal("itself", Text(verdicts[1], "word"));
    }

    [Fact]
    public async Task Warnings_name_what_people_fool_themselves_with()
    {
        var project = RunningServer.NewProject();
        for (var i = 0; i < 6; i++)
            await FinishedAsync(project, 0.5 + (i / 100.0));
        var old = await FinishedAsync(project, 0.6, """ "config":{"data":{"digest":"aaaa"}},"environment":{"git":{"commit":"1111"}} """);
        var run = await server.StartRunAsync(project, """ "config":{"data":{"digest":"bbbb"}},"environment":{"git":{"commit":"2222"}} """);
        await server.LogAsync(
            run, $$$"""{"step":0,"time":1,"metrics":{"{{{Metric}}}":0.7,"train/accuracy":0.99}}""", $$$"""{"step":1,"time":2,"metrics":{"{{{Metric}}}":0.65}}""");
        await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"summary":{"data/leaked":17}}""");
        await SetAsync(project, "old", $"\"kind\":\"run\",\"run\":{old},\"aggregate\":\"max\"");
        await SetAsync(project, "chance", "\"kind\":\"constant\",\"value\":0.1", "train/accuracy");
        var (_, json) = await server.GetAsync($"/api/v1/runs/{run}/verdicts");
        var byMetric = json.GetProperty("verdicts").EnumerateArray().ToDictionary(one => Text(one, "metric"), Codes);
        Assert.Superset(
            new HashSet<string> { "best-step", "data-version", "code-version", "leak", "unfinished" }, byMetric[Metric]);
        Assert.Contains("training-data", byMetric["train/accuracy"]);

        await SetAsync(project, "old", $"\"kind\":\"run\",\"run\":{old}");
        Assert.Contains("best-of-many", Codes(await OnlyAsync(run)));

        static HashSet<string> Codes(JsonElement verdict) =>
            [.. verdict.GetProperty("warnings").EnumerateArray().Select(one => Text(one, "code"))];
    }

    [Fact]
    public async Task A_table_asks_for_many_runs_at_once()
    {
        var project = RunningServer.NewProject();
        var ids = new List<long>();
        for (var i = 0; i < 30; i++)
            ids.Add(await FinishedAsync(project, 0.5 + (i / 100.0), "\"config\":{\"n_test\":1000}"));
        await SetAsync(project, "majority", "\"kind\":\"constant\",\"value\":0.6");
        var (status, json) = await server.PostAsync(
            $"/api/v1/projects/{project}/verdicts/query", $$"""{"runs":[{{string.Join(',', ids)}},999999],"metric":"{{Metric}}"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var verdicts = json.GetProperty("verdicts").EnumerateArray().ToList();
        Assert.Equal(30, verdicts.Count);
        Assert.Equal(("worse", "unclear", "better"), (Text(verdicts[0], "word"), Text(verdicts[10], "word"), Text(verdicts[29], "word")));
        Assert.All(verdicts, one => Assert.Equal(30, one.GetProperty("comparisons").GetInt32()));
        Assert.False(verdicts[0].TryGetProperty("warnings", out _));
    }

    [Theory]
    [InlineData("confidence=2", "confidence")]
    [InlineData("confidence=NaN", "confidence")]
    [InlineData("margin=-1", "margin")]
    public async Task Impossible_questions_are_refused(string query, string field)
    {
        var run = await FinishedAsync(RunningServer.NewProject(), 0.5);
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/verdicts?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, field), (status, Text(json, "field")));
    }

    [Fact]
    public async Task Missing_things_are_said_to_be_missing()
    {
        var project = RunningServer.NewProject();
        await server.StartRunAsync(project);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync("/api/v1/runs/987654/verdicts")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await server.GetAsync($"/api/v1/projects/{project}/verdicts?group=none")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.GetAsync($"/api/v1/projects/{project}/verdicts")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.PostAsync($"/api/v1/projects/{project}/verdicts/query", "{}")).Status);
        var (status, json) = await server.SendAsync(
            HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", """{"metric":"m","name":"n","kind":"constant","value":1,"examples":0}""");
        Assert.Equal((HttpStatusCode.BadRequest, "examples"), (status, Text(json, "field")));
    }

    private async Task<long> FinishedAsync(string project, double value, string fields = "")
    {
        var run = await server.StartRunAsync(project, fields);
        var (status, _) = await server.LogAsync(
            run, string.Create(CultureInfo.InvariantCulture, $$$"""{"step":0,"time":1,"metrics":{"{{{Metric}}}":{{{value}}}}}"""));
        Assert.Equal(HttpStatusCode.OK, status);
        await server.SendAsync(HttpMethod.Patch, $"/api/v1/runs/{run}", """{"state":"finished"}""");
        return run;
    }

    private async Task SetAsync(string project, string name, string fields, string metric = Metric)
    {
        var (status, json) = await server.SendAsync(
            HttpMethod.Put, $"/api/v1/projects/{project}/landmarks", $$"""{"metric":"{{metric}}","name":"{{name}}",{{fields}}}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
    }

    private async Task<JsonElement> OnlyAsync(long run)
    {
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run}/verdicts?metric={Metric}");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return Assert.Single(json.GetProperty("verdicts").EnumerateArray());
    }

    private async Task PredictAsync(long run, int wrong, bool shuffled)
    {
        var order = Enumerable.Range(0, 1000);
        int[] places = [.. shuffled ? order.Reverse() : order];
        var body = $$"""
            {"ids":[{{string.Join(',', places.Select(i => $"\"e{i}\""))}}],"true":[{{string.Join(',', places.Select(i => i % 10))}}],"predicted":[{{string.Join(',', places.Select(i => i < wrong ? (i + 1) % 10 : i % 10))}}]}
            """;
        var (status, json) = await server.LogAsync(
            run, $$$"""{"step":0,"time":1,"record":{"key":"test/predictions","type":"predictions","index":0,"value":{{{body}}}}}""");
        Assert.True(status == HttpStatusCode.OK, json.ToString());
    }

    private static string Text(JsonElement json, params string[] path) => path.Aggregate(json, (at, name) => at.GetProperty(name)).GetString()!;
}
