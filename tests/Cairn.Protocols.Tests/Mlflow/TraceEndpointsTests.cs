using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class TraceEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string V3 = "/api/3.0/mlflow/traces";

    [Fact]
    public async Task Version_2_begins_and_ends_a_trace()
    {
        var experiment = await server.CreateExperimentAsync();
        var info = (await server.PostAsync(
            "traces",
            $$"""{"experiment_id":"{{experiment}}","timestamp_ms":1000,"request_metadata":[{"key":"m","value":"1"}],"tags":[{"key":"t","value":"x"}]}""")).GetProperty("trace_info");
        var id = info.GetProperty("request_id").GetString()!;
        Assert.Equal("IN_PROGRESS", info.GetProperty("status").GetString());
        Assert.Contains($"mlflow-artifacts:/{experiment}/traces/{id}/artifacts", info.GetProperty("tags").GetRawText(), StringComparison.Ordinal);
        info = (await server.SendAsync(
            HttpMethod.Patch, $"traces/{id}",
            """{"timestamp_ms":1500,"status":"OK","request_metadata":[{"key":"n","value":"2"}],"tags":[{"key":"t","value":"y"}]}""")).GetProperty("trace_info");
        Assert.Equal(500, info.GetProperty("execution_time_ms").GetInt64());
        Assert.Equal("OK", info.GetProperty("status").GetString());
        Assert.Equal("""[{"key":"m","value":"1"},{"key":"n","value":"2"}]""", info.GetProperty("request_metadata").GetRawText());
        Assert.Equal(info.GetRawText(), (await server.GetAsync($"traces/{id}/info")).GetProperty("trace_info").GetRawText());
        var found = await server.GetAsync($"traces?experiment_ids={experiment}&filter={Uri.EscapeDataString("status = 'OK' AND tags.t = 'y'")}");
        Assert.Equal(id, found.GetProperty("traces")[0].GetProperty("request_id").GetString());
        await server.RefusedAsync(HttpMethod.Get, "traces/tr-none/info", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync("traces", $$"""{"experiment_id":"{{experiment}}"}""");
    }

    [Fact]
    public async Task Version_3_tells_a_trace_as_a_whole()
    {
        var experiment = await server.CreateExperimentAsync();
        var id = await SaveAsync(experiment, "2026-01-31T12:00:00.250Z", "\"execution_duration\":\"1.5s\",\"client_request_id\":\"c\",\"request_preview\":\"q\",\"response_preview\":\"a\"");
        var info = (await server.GetAsync($"{V3}/{id}")).GetProperty("trace").GetProperty("trace_info");
        Assert.Equal("2026-01-31T12:00:00.250Z", info.GetProperty("request_time").GetString());
        Assert.Equal("1.5s", info.GetProperty("execution_duration").GetString());
        Assert.Equal("OK", info.GetProperty("state").GetString());
        Assert.Equal("c", info.GetProperty("client_request_id").GetString());
        Assert.Equal(experiment, info.GetProperty("trace_location").GetProperty("mlflow_experiment").GetProperty("experiment_id").GetString());
        Assert.Equal("v", info.GetProperty("tags").GetProperty("camelCase k").GetString());
        Assert.Equal(id, (await server.GetAsync($"{V3}/get?trace_id={id}")).GetProperty("trace").GetProperty("trace_info").GetProperty("trace_id").GetString());
        Assert.Equal(1, (await server.GetAsync($"{V3}/batchGet?trace_ids={id}&trace_ids=none")).GetProperty("traces").GetArrayLength());
        Assert.Equal(1, (await server.PostAsync($"{V3}/batchGetInfos", $$"""{"trace_ids":["{{id}}"]}""")).GetProperty("trace_infos").GetArrayLength());
        Assert.Equal(1500, (await server.GetAsync($"traces/{id}/info")).GetProperty("trace_info").GetProperty("execution_time_ms").GetInt64());
        foreach (var root in (string[])["traces", V3])
        {
            await server.SendAsync(HttpMethod.Patch, $"{root}/{id}/tags", """{"key":"new","value":"1"}""");
            await server.SendAsync(HttpMethod.Delete, $"{root}/{id}/tags", """{"key":"new"}""");
            await server.RefusedAsync(HttpMethod.Delete, $"{root}/{id}/tags", """{"key":"new"}""", 404, "RESOURCE_DOES_NOT_EXIST");
        }

        await server.RefusedAsync(V3, "{}");
        await server.RefusedAsync(V3, $$$"""{"trace":{"trace_info":{"trace_id":"x","trace_location":{"mlflow_experiment":{"experiment_id":"{{{experiment}}}"} },"request_time":"yesterday"} } }""");
    }

    [Fact]
    public async Task Searches_filter_order_and_page()
    {
        var experiment = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(experiment);
        var ids = new Dictionary<string, string>();
        foreach (var (name, second, duration) in new[] { ("a", 1, "3s"), ("b", 2, "1s"), ("c", 3, "2s") })
        {
            ids[name] = await SaveAsync(
                experiment, $"2026-01-01T00:00:0{second}Z",
                $$"""
                "execution_duration":"{{duration}}","trace_metadata":{"mlflow.sourceRun":"{{(name == "a" ? run : "x")}}","size":"{{name}}1"}
                """,
                $"\"mlflow.traceName\":\"{name}\"");
        }

        await server.PostAsync("traces/link-to-run", $$"""{"trace_ids":["{{ids["c"]}}"],"run_id":"{{run}}"}""");
        foreach (var (filter, expected) in new[]
        {
            ("", "c b a"), ("name = 'b'", "b"), ("trace.name IN ('a', 'c')", "c a"), ("execution_time_ms > 1500", "c a"),
            ("attributes.status = 'OK' AND timestamp_ms > 0", "c b a"), ($"run_id = '{run}'", "c a"), ("metadata.size = 'b1'", "b"),
            ("request_metadata.size LIKE 'a%'", "a"), ("tags.`mlflow.traceName` != 'a'", "c b"), ("name RLIKE '^[ab]$'", "b a"),
            ($"request_id = '{ids["a"]}'", "a"), ("client_request_id IS NULL", "c b a"), ("tags.none IS NOT NULL", ""),
        })
        {
            Assert.Equal(expected, await SearchAsync($"\"filter\":{JsonSerializer.Serialize(filter)}"));
        }

        Assert.Equal("a c b", await SearchAsync("\"order_by\":[\"execution_time_ms DESC\"]"));
        Assert.Equal("a b c", await SearchAsync("\"order_by\":[\"timestamp_ms ASC\"]"));
        var page = await server.PostAsync($"{V3}/search", Body("\"max_results\":2"));
        page = await server.PostAsync($"{V3}/search", Body($"\"max_results\":2,\"page_token\":\"{page.GetProperty("next_page_token").GetString()}\""));
        Assert.Equal(1, page.GetProperty("traces").GetArrayLength());
        foreach (var bad in (string[])["\"max_results\":501", "\"filter\":\"x = 1\"", "\"filter\":\"name RLIKE '('\"", "\"order_by\":[\"color\"]"])
            await server.RefusedAsync($"{V3}/search", Body(bad));
        await server.RefusedAsync($"{V3}/search", "{}");

        async Task<string> SearchAsync(string fields)
        {
            var json = await server.PostAsync($"{V3}/search", Body(fields));
            return json.TryGetProperty("traces", out var traces)
                ? string.Join(' ', traces.EnumerateArray().Select(one => one.GetProperty("tags").GetProperty("mlflow.traceName").GetString()))
                : "";
        }

        string Body(string fields) =>
            $$$"""{"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"{{{experiment}}}"}}],{{{fields}}}}""";
    }

    [Fact]
    public async Task Traces_are_deleted_by_id_or_by_age()
    {
        var experiment = await server.CreateExperimentAsync();
        var ids = new List<string>();
        for (var i = 1; i <= 4; i++)
            ids.Add(await SaveAsync(experiment, $"1970-01-01T00:00:0{i}Z"));
        Assert.Equal(1, await DeleteAsync($"\"request_ids\":[\"{ids[0]}\",\"none\"]"));
        Assert.Equal(1, await DeleteAsync("\"max_timestamp_millis\":3000,\"max_traces\":1"));
        Assert.Equal(1, await DeleteAsync("\"max_timestamp_millis\":\"3000\""));
        await server.RefusedAsync(HttpMethod.Get, $"traces/{ids[2]}/info", null, 404, "RESOURCE_DOES_NOT_EXIST");
        Assert.Equal(experiment, (await server.GetAsync($"traces/{ids[3]}/info")).GetProperty("trace_info").GetProperty("experiment_id").GetString());
        foreach (var bad in (string[])["\"x\":1", "\"request_ids\":[\"a\"],\"max_timestamp_millis\":5", "\"request_ids\":[\"a\"],\"max_traces\":5", "\"max_timestamp_millis\":5,\"max_traces\":0"])
            await server.RefusedAsync("traces/delete-traces", $$"""{"experiment_id":"{{experiment}}",{{bad}}}""");

        async Task<int> DeleteAsync(string fields) =>
            (await server.PostAsync("traces/delete-traces", $$"""{"experiment_id":"{{experiment}}",{{fields}}}""")).GetProperty("traces_deleted").GetInt32();
    }

    [Fact]
    public async Task Assessments_are_made_changed_searched_and_deleted()
    {
        var experiment = await server.CreateExperimentAsync();
        var id = await SaveAsync(experiment, "2026-01-01T00:00:00Z");
        var made = (await server.PostAsync(
            $"{V3}/{id}/assessments",
            """{"assessment":{"assessment_name":"good","feedback":{"value":true},"source":{"source_type":"HUMAN","source_id":"ada"},"rationale":"why"}}""")).GetProperty("assessment");
        var uid = made.GetProperty("assessment_id").GetString();
        Assert.Equal(id, made.GetProperty("trace_id").GetString());
        Assert.True(made.TryGetProperty("create_time", out _));
        var read = (await server.GetAsync($"{V3}/{id}/assessments/{uid}")).GetProperty("assessment");
        Assert.Equal(made.GetRawText(), read.GetRawText());
        var changed = (await server.SendAsync(
            HttpMethod.Patch, $"{V3}/{id}/assessments/{uid}",
            """{"assessment":{"feedback":{"value":false},"rationale":"ignored"},"update_mask":"feedback"}""")).GetProperty("assessment");
        Assert.False(changed.GetProperty("feedback").GetProperty("value").GetBoolean());
        Assert.Equal("why", changed.GetProperty("rationale").GetString());
        var info = (await server.GetAsync($"{V3}/{id}")).GetProperty("trace").GetProperty("trace_info");
        Assert.Equal(1, info.GetProperty("assessments").GetArrayLength());
        var found = await server.PostAsync(
            $"{V3}/search", $$$"""{"locations":[{"mlflow_experiment":{"experiment_id":"{{{experiment}}}"}}],"filter":"feedback.good = 'false'"}""");
        Assert.Equal(1, found.GetProperty("traces").GetArrayLength());
        var other = (await server.PostAsync(
            $"{V3}/{id}/assessments",
            $$$"""{"assessment":{"assessment_name":"good","feedback":{"value":true},"overrides":"{{{uid}}}"}}""")).GetProperty("assessment");
        Assert.False((await server.GetAsync($"{V3}/{id}/assessments/{uid}")).GetProperty("assessment").GetProperty("valid").GetBoolean());
        await server.SendAsync(HttpMethod.Delete, $"{V3}/{id}/assessments/{other.GetProperty("assessment_id").GetString()}", "");
        Assert.True((await server.GetAsync($"{V3}/{id}/assessments/{uid}")).GetProperty("assessment").GetProperty("valid").GetBoolean());
        await server.SendAsync(HttpMethod.Delete, $"{V3}/{id}/assessments/{uid}", "");
        await server.RefusedAsync(HttpMethod.Get, $"{V3}/{id}/assessments/{uid}", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync($"{V3}/{id}/assessments", """{"assessment":{"assessment_name":"x"}}""");
        await server.RefusedAsync($"{V3}/{id}/assessments", """{"assessment":{"feedback":{"value":1}}}""");
        await server.RefusedAsync($"{V3}/tr-none/assessments", """{"assessment":{"assessment_name":"x","feedback":{"value":1}}}""", "RESOURCE_DOES_NOT_EXIST", 404);
    }

    private async Task<string> SaveAsync(string experiment, string time, string fields = "", string tags = "\"camelCase k\":\"v\"")
    {
        var id = $"tr-{Guid.NewGuid():n}";
        await server.PostAsync(
            V3,
            $$$"""
            {"trace":{"trace_info":{"trace_id":"{{{id}}}","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"{{{experiment}}}"}},
             "request_time":"{{{time}}}","state":"OK","tags":{ {{{tags}}} }{{{(fields.Length > 0 ? "," + fields : "")}}} } } }
            """);
        return id;
    }
}
