namespace Cairn.Protocols.Tests.Mlflow;

public sealed class RunSearchEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Filters_find_by_every_entity()
    {
        var experiment = await server.CreateExperimentAsync();
        var ids = new Dictionary<string, string>();
        foreach (var (name, lr, acc, time) in new[] { ("a", "0.1", 0.5, 1), ("b", "0.01", 0.7, 2), ("c", "0.1", 0.9, 3) })
        {
            var run = ids[name] = await server.CreateRunAsync(experiment, $"\"run_name\":\"{name}\",\"user_id\":\"u{name}\"");
            await server.PostAsync("runs/update", $$"""{"run_id":"{{run}}","status":"FINISHED","end_time":{{time * 1000}}}""");
            await server.PostAsync(
                "runs/log-batch",
                $$"""{"run_id":"{{run}}","metrics":[{"key":"val/acc","value":{{acc}},"timestamp":1}],"params":[{"key":"lr","value":"{{lr}}"}],"tags":[{"key":"team.x","value":"T{{name}}"}]}""");
        }

        foreach (var (filter, expected) in new (string, string)[]
        {
            ("metrics.`val/acc` > 0.6", "b c"), ("metrics.\"val/acc\" <= 0.5", "a"), ("metric.`val/acc`!=0.5 AND params.lr='0.1'", "c"),
            ("params.lr LIKE '0.0%'", "b"), ("parameter.lr != '0.1'", "b"), ("tags.team.x = 'Ta'", "a"), ("tag.team.x ILIKE 't_'", "a b c"),
            ("tags.`team.x` LIKE 't%'", ""), ("attributes.run_name = 'b'", "b"), ("run_name LIKE '%'", "a b c"), ("`run name` = 'c'", "c"),
            ("attributes.status = 'FINISHED'", "a b c"), ("status = 'RUNNING'", ""), ("end_time > 1000 and end_time < 3000", "b"),
            ($"run_id IN ('{ids["a"]}', '{ids["c"]}')", "a c"), ($"attributes.run_id NOT IN ('{ids["a"]}')", "b c"),
            ($"run_id IN ('{ids["a"].ToUpperInvariant()}')", ids["a"].Any(char.IsLetter) ? "" : "a"),
            ($"attributes.artifact_uri LIKE '%{ids["b"]}%'", "b"), ("user_id = 'uc'", "c"), ("start_time = 1000", "a b c"),
            ("params.none IS NULL", "a b c"), ("params.lr IS NOT NULL AND tags.none is null", "a b c"), ("params.none != 'x'", ""), ("metrics.none != 1", ""),
        })
        {
            Assert.Equal(expected, Sorted(await server.SearchAsync(experiment, filter)));
        }

        static string Sorted(string names) => string.Join(' ', names.Split(' ').Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("metrics.x > 'a'")]
    [InlineData("params.x = 1")]
    [InlineData("params.x > '1'")]
    [InlineData("metrics.x LIKE 'a'")]
    [InlineData("x = 'a'")]
    [InlineData("lifecycle_stage = 'active'")]
    [InlineData("attributes.experiment_id = '0'")]
    [InlineData("Metrics.x > 1")]
    [InlineData("metrics.x > 1 OR metrics.y > 1")]
    [InlineData("(metrics.x > 1)")]
    [InlineData("NOT metrics.x > 1")]
    [InlineData("metrics.x > 1;")]
    [InlineData("metrics.x BETWEEN 1 AND 2")]
    [InlineData("metrics.x > nan")]
    [InlineData("run_id IN ()")]
    [InlineData("run_name IN (1)")]
    [InlineData("metrics.x")]
    [InlineData("metrics. > 1")]
    [InlineData("params.x = 'open")]
    public async Task Malformed_filters_are_refused(string filter) => await server.RefusedAsync(
        "runs/search", $$"""{"experiment_ids":["0"],"filter":{{System.Text.Json.JsonSerializer.Serialize(filter)}}}""");

    [Fact]
    public async Task Orders_put_missing_values_last_and_break_ties_by_start()
    {
        var experiment = await server.CreateExperimentAsync();
        foreach (var (name, value, start) in new[] { ("nan", "\"NaN\"", 1), ("inf", "\"Infinity\"", 2), ("neg", "-1000", 3), ("none", null, 4), ("zero", "0", 5), ("zero2", "0", 6), ("ninf", "\"-Infinity\"", 7) })
        {
            var json = await server.PostAsync("runs/create", $$"""{"experiment_id":"{{experiment}}","run_name":"{{name}}","start_time":{{start}}}""");
            var run = json.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString();
            if (value is not null)
                await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"x","value":{{value}},"timestamp":1}""");
            if (name.StartsWith("zero", StringComparison.Ordinal))
                await server.PostAsync("runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"{{name}}"}""");
        }

        Assert.Equal("ninf neg zero2 zero inf nan none", await server.SearchAsync(experiment, null, "\"order_by\":[\"metrics.x ASC\"]"));
        Assert.Equal("inf zero2 zero neg ninf nan none", await server.SearchAsync(experiment, null, "\"order_by\":[\"metrics.x desc\"]"));
        Assert.Equal("ninf neg zero zero2 inf nan none", await server.SearchAsync(experiment, null, "\"order_by\":[\"metrics.`x`\",\"attribute.start_time ASC\"]"));
        Assert.Equal("zero2 zero ninf none neg inf nan", await server.SearchAsync(experiment, null, "\"order_by\":[\"params.p DESC\"]"));
        Assert.Equal("ninf zero2 zero none neg inf nan", await server.SearchAsync(experiment));
        Assert.Equal("inf nan neg ninf none zero zero2", await server.SearchAsync(experiment, null, "\"order_by\":[\"tags.mlflow.runName\"]"));
        foreach (var bad in (string[])["metrics.x BAD", "datasets.name", "lifecycle_stage", "metrics.x ASC extra", ""])
            await server.RefusedAsync("runs/search", $$"""{"experiment_ids":["{{experiment}}"],"order_by":["{{bad}}"]}""");
        await server.RefusedAsync("runs/search", $$"""{"experiment_ids":["{{experiment}}"],"order_by":["metrics.x","metrics.x DESC"]}""");
    }

    [Fact]
    public async Task Pages_follow_one_another_and_the_last_has_no_token()
    {
        var experiment = await server.CreateExperimentAsync();
        for (var i = 0; i < 4; i++)
            await server.CreateRunAsync(experiment);
        var all = new HashSet<string>();
        string? token = null;
        for (var page = 0; page < 2; page++)
        {
            var json = await server.PostAsync(
                "runs/search", $$"""{"experiment_ids":["{{experiment}}"],"max_results":2{{(token is null ? "" : $",\"page_token\":\"{token}\"")}}}""");
            Assert.Equal(2, json.GetProperty("runs").GetArrayLength());
            foreach (var run in json.GetProperty("runs").EnumerateArray())
                all.Add(run.GetProperty("info").GetProperty("run_id").GetString()!);
            token = json.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }

        Assert.Equal(4, all.Count);
        Assert.Null(token);
        var past = Convert.ToBase64String("{\"offset\": 100}"u8);
        Assert.Equal("{}", (await server.PostAsync("runs/search", $$"""{"experiment_ids":["{{experiment}}"],"page_token":"{{past}}"}""")).GetRawText());
    }

    [Theory]
    [InlineData("\"max_results\":0")]
    [InlineData("\"max_results\":-1")]
    [InlineData("\"max_results\":50001")]
    [InlineData("\"page_token\":\"bogus\"")]
    [InlineData("\"page_token\":\"bnVsbA==\"")]
    public async Task Bad_limits_and_tokens_are_refused(string fields) =>
        await server.RefusedAsync("runs/search", $$"""{"experiment_ids":["0"],{{fields}}}""");

    [Fact]
    public async Task Views_show_active_and_deleted_runs()
    {
        var experiment = await server.CreateExperimentAsync();
        await server.CreateRunAsync(experiment, "\"run_name\":\"kept\"");
        await server.PostAsync("runs/delete", $$"""{"run_id":"{{await server.CreateRunAsync(experiment, "\"run_name\":\"gone\"")}}"}""");
        foreach (var (view, expected) in new[] { ("\"ACTIVE_ONLY\"", "kept"), ("\"DELETED_ONLY\"", "gone"), ("2", "gone"), ("\"BAD\"", "kept") })
            Assert.Equal(expected, await server.SearchAsync(experiment, null, $"\"run_view_type\":{view}"));
        Assert.Equal(2, (await server.SearchAsync(experiment, null, "\"run_view_type\":\"ALL\"")).Split(' ').Length);
        Assert.Equal("{}", (await server.PostAsync("runs/search", "{}")).GetRawText());
        Assert.Equal("{}", (await server.PostAsync("runs/search", """{"experiment_ids":["99999","x"]}""")).GetRawText());
    }
}
