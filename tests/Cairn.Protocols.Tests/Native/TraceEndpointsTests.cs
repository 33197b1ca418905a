using System.Net;
using System.Text;
using System.Text.Json;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Runs;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Tests.Native;

public sealed class TraceEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Otlp =
        """
        {"span_id":"aa","parent_span_id":null,"name":"top","start_time_unix_nano":5000000000,"end_time_unix_nano":"5002500000",
         "attributes":[{"key":"mlflow.spanInputs","value":{"string_value":"{\"q\":\"why\"}"}},{"key":"mlflow.spanType","value":{"string_value":"\"LLM\""}},
           {"key":"depth","value":{"int_value":"3"}},{"key":"list","value":{"array_value":{"values":[{"string_value":"a"},{"bool_value":true}]}}}],
         "status":{"code":"STATUS_CODE_ERROR","message":"no"},
         "events":[{"name":"exception","time_unix_nano":"5001000000","attributes":[{"key":"exception.type","value":{"string_value":"KeyError"}}]}]}
        """;

    [Fact]
    public async Task A_run_lists_what_it_recorded_and_what_was_linked_newest_first_page_by_page()
    {
        var project = RunningServer.NewProject();
        var run = await FindAsync(project, "a");
        var other = await FindAsync(project, "b");
        for (var i = 0; i < 5; i++)
            await SaveAsync(run, $"{project}-{i}", i, i % 2 == 0 ? run.Uid : other.Uid, i == 3 ? TraceState.Error : TraceState.Ok);
        await server.Store.Traces.LinkAsync(Caller.Local, [$"{project}-3"], run.Uid, TestContext.Current.CancellationToken);

        var first = await OkAsync($"/runs/{run.Id}/traces?limit=3");
        Assert.Equal(["4", "3", "2"], Ends(first));
        Assert.Equal(4, first.GetProperty("total").GetInt64());
        Assert.Equal(1, first.GetProperty("failed").GetInt64());
        var second = await OkAsync($"/runs/{run.Id}/traces?limit=3&cursor={first.GetProperty("cursor").GetString()}");
        Assert.Equal(["0"], Ends(second));
        Assert.False(second.TryGetProperty("cursor", out _));
        Assert.Equal(["4", "3", "2", "1", "0"], Ends(await OkAsync($"/projects/{project}/traces")));
        Assert.Equal(["3"], Ends(await OkAsync($"/projects/{project}/traces?state=error")));
        Assert.Equal(["1"], Ends(await OkAsync($"/projects/{project}/traces?search=ask%201%25")));
        Assert.Empty(Ends(await OkAsync($"/projects/{project}/traces?search=ask_1")));
        Assert.Equal("b", (await OkAsync($"/projects/{project}/traces?state=error")).GetProperty("traces")[0].GetProperty("run").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Steps_have_their_times_inputs_and_attributes_whatever_form_they_came_in()
    {
        var run = await FindAsync(RunningServer.NewProject(), "a");
        var uid = $"tr-{Guid.NewGuid():n}";
        await SaveAsync(run, uid, 0, run.Uid, TraceState.Error);
        await server.Store.Traces.SaveSpansAsync(
            Caller.Local, [new TraceSpan(uid, "aa", null, "top", 0, 0, Otlp)], (_, known) => known!, TestContext.Current.CancellationToken);
        await server.Store.Traces.SaveAssessmentAsync(
            Caller.Local,
            new Assessment(uid, "a-1", """{"assessment_name":"good","feedback":{"value":false},"rationale":"why","source":{"source_type":"HUMAN","source_id":"ada"}}"""),
            TestContext.Current.CancellationToken);

        var answer = await OkAsync($"/traces/{uid}");
        var span = Assert.Single(answer.GetProperty("spans").EnumerateArray());
        Assert.Equal("LLM error no 2.5", $"{span.GetProperty("type")} {span.GetProperty("state")} {span.GetProperty("message")} {span.GetProperty("duration")}");
        Assert.Equal("why", span.GetProperty("inputs").GetProperty("q").GetString());
        Assert.False(span.TryGetProperty("outputs", out _));
        Assert.Equal("""{"depth":3,"list":["a",true]}""", span.GetProperty("attributes").GetRawText());
        Assert.Equal(1, span.GetProperty("events")[0].GetProperty("offset").GetDouble());
        Assert.Equal("KeyError", span.GetProperty("events")[0].GetProperty("attributes").GetProperty("exception.type").GetString());
        var said = answer.GetProperty("trace").GetProperty("assessments")[0];
        Assert.Equal("feedback False HUMAN ada", $"{said.GetProperty("kind")} {said.GetProperty("value")} {said.GetProperty("sourceType")} {said.GetProperty("source")}");
    }

    [Theory]
    [InlineData("""{"spans":[{"name":"inner","context":{"span_id":"2"},"parent_id":"1","start_time":2000000,"end_time":3000000,"status_code":"OK","attributes":{"mlflow.spanOutputs":"[1]"}},{"name":"outer","context":{"span_id":"1"},"start_time":1000000,"end_time":5000000,"attributes":{}}]}""", 2)]
    [InlineData("""{"spans":[5,{}],"more":1}""", 1)]
    [InlineData("not json", 0)]
    [InlineData("[]", 0)]
    public async Task Steps_in_a_file_are_read_and_a_broken_file_is_none(string file, int count)
    {
        var run = await FindAsync(RunningServer.NewProject(), "a");
        var uid = $"tr-{Guid.NewGuid():n}";
        await SaveAsync(run, uid, 0, run.Uid, TraceState.Ok, $"mlflow-artifacts:/x/traces/{uid}/artifacts");
        using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(file));
        await server.Store.LooseFiles.WriteAsync(Caller.Local, $"x/traces/{uid}/artifacts/traces.json", bytes, null, TestContext.Current.CancellationToken);

        var spans = (await OkAsync($"/traces/{uid}")).GetProperty("spans");
        Assert.Equal(count, spans.GetArrayLength());
        if (count < 2)
            return;
        Assert.Equal(["outer", "inner"], spans.EnumerateArray().Select(span => span.GetProperty("name").GetString()));
        Assert.Equal("1 1 ok", $"{spans[1].GetProperty("parent")} {spans[1].GetProperty("offset")} {spans[1].GetProperty("state")}");
        Assert.Equal(1, spans[1].GetProperty("outputs")[0].GetInt32());
    }

    [Theory]
    [InlineData("/traces/tr-none", HttpStatusCode.NotFound)]
    [InlineData("/runs/987654321/traces", HttpStatusCode.NotFound)]
    [InlineData("/projects/no/where/traces", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_is_not_found(string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await server.GetAsync("/api/v1" + path)).Status);

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("state=good", "state")]
    [InlineData("cursor=x", "cursor")]
    public async Task What_cannot_be_asked_is_refused_by_its_name(string query, string field)
    {
        var run = await FindAsync(RunningServer.NewProject(), "a");
        var (status, json) = await server.GetAsync($"/api/v1/runs/{run.Id}/traces?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, json.GetProperty("field").GetString());
    }

    private static IEnumerable<string> Ends(JsonElement list) =>
        list.GetProperty("traces").EnumerateArray().Select(one => one.GetProperty("uid").GetString()![^1..]);

    private async Task<Run> FindAsync(string project, string name) => server.Store.Runs.Find(
        Caller.Local, await server.StartRunAsync(project, $"\"name\":\"{name}\",\"uid\":\"{project.Replace('/', '-')}-{name}\""))!;

    private Task<Trace> SaveAsync(Run run, string uid, int second, string recordedBy, TraceState state, string? location = null) =>
        server.Store.Traces.SaveAsync(Caller.Local, uid, _ => new Trace
        {
            Id = 0,
            Uid = uid,
            ProjectId = run.ProjectId,
            StartedAt = second * 1000,
            Duration = 5,
            State = state,
            RequestPreview = $"ask {second}%",
            Metadata = LabelMap.Empty.With("mlflow.sourceRun", recordedBy),
            Labels = location is null ? LabelMap.Empty : LabelMap.Empty.With("mlflow.artifactLocation", location),
        });

    private async Task<JsonElement> OkAsync(string path)
    {
        var (status, json) = await server.GetAsync("/api/v1" + path);
        Assert.True(status == HttpStatusCode.OK, json.ToString());
        return json;
    }
}
