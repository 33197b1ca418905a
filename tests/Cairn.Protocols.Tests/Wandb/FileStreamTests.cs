using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Wandb;

public sealed class FileStreamTests(RunningServer server) : IClassFixture<RunningServer>
{
    private readonly WandbWire _wire = new(server);

    [Fact]
    public async Task Numbers_become_points_and_other_values_records()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        var (status, answer) = await _wire.HistoryAsync(
            path, 0,
            """{"loss":1.5,"_timestamp":1700000000.25,"_runtime":2,"_step":0,"nested":{"x":1,"y":{"z":2e+00}},"phase":"warm","flag":true}""",
            """{"_step":3,"_timestamp":1.7e+09,"loss":NaN,"up":Infinity,"down":-Infinity,"a b/%ü":7,"text":"has NaN in it"}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(answer.GetProperty("stopped").GetBoolean());
        Assert.Equal(JsonValueKind.Object, answer.GetProperty("limits").ValueKind);
        var run = await NativeAsync(project, "r");
        Assert.Equal("[[0,1700000000250,1.5],[3,1700000000000,\"NaN\"]]", await PointsAsync(run, "loss"));
        Assert.Equal("[[0,1700000000250,1]]", await PointsAsync(run, "nested.x"));
        Assert.Equal("[[0,1700000000250,2]]", await PointsAsync(run, "nested.y.z"));
        Assert.Equal("[[3,1700000000000,\"-Infinity\"]]", await PointsAsync(run, "down"));
        Assert.Equal("[[3,1700000000000,7]]", await PointsAsync(run, "a b/%ü"));
        var (_, records) = await server.GetAsync($"/api/v1/runs/{run}/records");
        Assert.Equal(
            ["flag json", "phase text", "text text"],
            records.GetProperty("records").EnumerateArray().Select(one => $"{one.GetProperty("key")} {one.GetProperty("type")}").Order());
    }

    [Fact]
    public async Task A_request_sent_twice_changes_nothing()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        for (var i = 0; i < 3; i++)
        {
            await _wire.HistoryAsync(path, 0, """{"_step":0,"_timestamp":1,"loss":1}""", """{"_step":1,"_timestamp":2,"loss":2}""");
            await _wire.StreamAsync(path, "output.log", 0, "2026-11-22T00:43:32.144089 hello");
        }

        var run = await NativeAsync(project, "r");
        Assert.Equal("[[0,1000,1],[1,2000,2]]", await PointsAsync(run, "loss"));
        Assert.Equal(2, (await _wire.RunAsync(project, "r", "historyLineCount")).GetProperty("historyLineCount").GetInt32());
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run}/console?tail=5");
        Assert.Equal(1, console.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Console_lines_are_read_in_both_forms_and_rewritten_in_place()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamAsync(
            path, "output.log", 0,
            "2026-11-22T00:43:32.144089 10%",
            "ERROR 2026-11-22T00:43:33.000000 oh no\n",
            """{"level":"error","ts":"2026-11-22T00:15:39.694666","label":"rank_0","content":"struct"}""",
            "{\"a\": no time, no JSON");
        await _wire.StreamAsync(path, "output.log", 0, "2026-11-22T00:43:32.144089 20%");

        var (_, console) = await server.GetAsync($"/api/v1/runs/{await NativeAsync(project, "r")}/console?tail=9");
        Assert.Equal(
            ["0 stdout 20%", "1 stderr oh no", "2 stderr [rank_0] struct", "3 stdout {\"a\": no time, no JSON"],
            console.GetProperty("lines").EnumerateArray()
                .Select(line => $"{line.GetProperty("line")} {line.GetProperty("stream")} {line.GetProperty("text")}"));
        Assert.Equal(1795308212144, console.GetProperty("lines")[0].GetProperty("time").GetInt64());
    }

    [Fact]
    public async Task The_summary_replaces_what_was_there_whole()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamAsync(path, "wandb-summary.json", 0, """{"gone":1,"loss":NaN}""");
        Assert.Equal(
            "NaN",
            JsonElement.Parse((await _wire.RunAsync(project, "r", "summaryMetrics")).GetProperty("summaryMetrics").GetString()!)
                .GetProperty("loss").GetString());
        await _wire.StreamAsync(path, "wandb-summary.json", 0, """{"loss":0.5,"_wandb":{"runtime":3}}""");
        Assert.Equal(
            """{"loss":0.5,"_wandb":{"runtime":3}}""",
            (await _wire.RunAsync(project, "r", "summaryMetrics")).GetProperty("summaryMetrics").GetString());
    }

    [Fact]
    public async Task Events_become_hardware_series()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamAsync(
            path, "wandb-events.jsonl", 0,
            """{"_wandb":true,"_timestamp":1700000000,"_runtime":1,"system.cpu":12.5,"system.gpu.0.temp":60}""",
            """{"_wandb":true,"_timestamp":1700000015,"_runtime":16,"system.cpu":13,"system.disk./.usageGB":3}""");

        var run = await NativeAsync(project, "r");
        Assert.Equal("[[0,1700000000000,12.5],[1,1700000015000,13]]", await PointsAsync(run, "system/cpu"));
        var fields = await _wire.RunAsync(project, "r", "eventsLineCount systemMetrics events(samples: 10) history(samples: 10)");
        Assert.Equal(2, fields.GetProperty("eventsLineCount").GetInt32());
        Assert.Equal(2, fields.GetProperty("events").GetArrayLength());
        Assert.Equal(0, fields.GetProperty("history").GetArrayLength());
        Assert.Equal(3, JsonElement.Parse(fields.GetProperty("systemMetrics").GetString()!).GetProperty("system.disk./.usageGB").GetInt32());
    }

    [Theory]
    [InlineData("""{"complete":true,"exitcode":0}""", "finished")]
    [InlineData("""{"complete":true,"exitcode":3}""", "failed")]
    [InlineData("""{"complete":false,"failed":false,"dropped":0,"uploaded":[]}""", "running")]
    [InlineData("{}", "running")]
    [InlineData("""{"preempting":true}""", "preempting")]
    public async Task The_end_of_a_process_tells_the_state(string body, string state)
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        var (status, _) = await _wire.StreamRawAsync(path, body);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(state, (await _wire.RunAsync(project, "r", "state")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_finished_run_that_streams_again_runs_again()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        await _wire.StreamRawAsync(path, """{"complete":true,"exitcode":1}""");
        await _wire.HistoryAsync(path, 0, """{"_step":0,"loss":1}""");
        var run = await _wire.RunAsync(project, "r", "state exitcode");
        Assert.Equal("running", run.GetProperty("state").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("exitcode").ValueKind);
    }

    [Fact]
    public async Task Several_writers_of_one_run_do_not_overwrite_each_other()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        object Body(string metric, string text) => new
        {
            files = new Dictionary<string, object>
            {
                ["wandb-history.jsonl"] = new { offset = 0, content = new[] { $$"""{"_timestamp":5,"{{metric}}":1}""" } },
                ["output.log"] = new { offset = 0, content = new[] { $$"""{"ts":"2026-11-22T00:15:39","label":"{{text}}","content":"x"}""" } },
                ["wandb-summary.json"] = new { offset = 0, content = new[] { $$"""{"{{metric}}":1}""" } },
            },
        };
        await _wire.StreamAsync(path, Body("a", "one"), "writer-1");
        await _wire.StreamAsync(path, Body("b", "two"), "writer-2");
        await _wire.StreamAsync(path, Body("a", "one"), "writer-1");

        var run = await NativeAsync(project, "r");
        Assert.Equal("[[0,5000,1]]", await PointsAsync(run, "a"));
        Assert.Equal("[[1,5000,1]]", await PointsAsync(run, "b"));
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run}/console?tail=9");
        Assert.Equal(
            ["[one] x", "[two] x"], console.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("text").GetString()!));
        var fields = await _wire.RunAsync(project, "r", "summaryMetrics historyLineCount");
        Assert.Equal("""{"a":1,"b":1}""", fields.GetProperty("summaryMetrics").GetString());
        Assert.Equal(2, fields.GetProperty("historyLineCount").GetInt32());
    }

    [Fact]
    public async Task Gzip_and_odd_text_are_taken()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        const string Body =
            """{"files":{"wandb-history.jsonl":{"content":["{\"_step\":0,\"k\\ud800\":1,\"t\":\"\\ud83d\\ude00 \\udc00\"}"],"offset":0},"output.log":{"offset":0,"content":["\ud83d\ude00 \ud83d"]}}}""";
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Body), TestContext.Current.CancellationToken);
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        var (status, json) = await _wire.SendAsync(HttpMethod.Post, path + "/file_stream", content);

        Assert.True(status == HttpStatusCode.OK, json.ToString());
        var run = await NativeAsync(project, "r");
        Assert.Equal("[[0", (await PointsAsync(run, "k\ufffd"))[..3]);
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run}/console?tail=9");
        Assert.Equal("😀 \ufffd", console.GetProperty("lines")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("not json", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":-1,"content":[]}}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"files":{"wandb-history.jsonl":{"offset":0,"content":["{\"loss\":"]}}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"files":{"something-else.txt":{"offset":0,"content":["x"]}}}""", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    public async Task Mistakes_are_final_and_nothing_else_is(string body, HttpStatusCode expected)
    {
        var path = await _wire.StartAsync(WandbWire.NewProject(), "r");
        var (status, json) = await _wire.StreamRawAsync(path, body);
        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.OK)
            Assert.NotEmpty(json.GetProperty("errors")[0].GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_404()
    {
        var (status, json) = await _wire.StreamRawAsync("/files/local/nowhere/none", "{}");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("nowhere", json.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Media_become_records_of_every_protocol_and_come_back_as_they_were()
    {
        var project = WandbWire.NewProject();
        var path = await _wire.StartAsync(project, "r");
        const string Row =
            """
            {"_step":0,"_timestamp":1,
             "img":{"_type":"image-file","path":"media/images/img_0.png","sha256":"ab","size":3,"width":8,"height":9,"format":"png","caption":"c"},
             "imgs":{"_type":"images/separated","width":8,"height":8,"format":"png","count":2,"filenames":["a.png","b.png"],"captions":["x","y"]},
             "hist":{"_type":"histogram","bins":[0,1,2],"values":[3,4]},
             "packed":{"_type":"histogram","packedBins":{"min":0,"size":0.5,"count":2},"values":[3,4]},
             "table":{"_type":"table-file","path":"media/table/t.table.json","ncols":2,"nrows":3},
             "sounds":{"_type":"audio","count":1,"audio":[{"_type":"audio-file","path":"s.wav"}],"captions":["loud"]},
             "page":{"_type":"html-file","path":"p.html"},"clip":{"_type":"video-file","path":"v.mp4"},
             "fig":{"_type":"plotly-file","path":"f.plotly.json"},"mol":{"_type":"molecule-file","path":"m.pdb"},
             "cloud":{"_type":"object3D-file","path":"c.pts.json"},"list":[1,2],"odd":{"_type":"brand-new","x":1}}
            """;
        await _wire.HistoryAsync(path, 0, Row.ReplaceLineEndings(""));

        var (_, json) = await server.GetAsync($"/api/v1/runs/{await NativeAsync(project, "r")}/records");
        var records = json.GetProperty("records").EnumerateArray().ToList();
        JsonElement Value(string key, int index = 0) => records.Single(
            one => one.GetProperty("key").GetString() == key && one.GetProperty("index").GetInt32() == index).GetProperty("value");
        Assert.Equal("media/images/img_0.png", Value("img").GetProperty("file").GetString());
        Assert.Equal("b.png", Value("imgs", 1).GetProperty("file").GetString());
        Assert.Equal("y", Value("imgs", 1).GetProperty("caption").GetString());
        Assert.Equal("[0,1,2]", Value("hist").GetProperty("edges").GetRawText());
        Assert.Equal("[0,0.5,1]", Value("packed").GetProperty("edges").GetRawText());
        Assert.Equal("s.wav", Value("sounds").GetProperty("file").GetString());
        Assert.Equal("loud", Value("sounds").GetProperty("caption").GetString());
        Assert.Equal(
            "brand-new html histogram image json molecule object3d plotly table video audio".Split(' ').Order(),
            records.Select(one => one.GetProperty("type").GetString()!).Distinct().Order());
        var rows = (await _wire.RunAsync(project, "r", "history(samples: 5)")).GetProperty("history");
        var sent = JsonElement.Parse(Row);
        var back = JsonElement.Parse(rows[0].GetString()!);
        foreach (var member in sent.EnumerateObject())
            Assert.True(JsonElement.DeepEquals(member.Value, back.GetProperty(member.Name)), member.Name);
    }

    private async Task<long> NativeAsync(string project, string uid)
    {
        var (_, run) = await server.GetAsync($"/api/v1/projects/local/{project}/runs/{uid}");
        return run.GetProperty("id").GetInt64();
    }

    private async Task<string> PointsAsync(long run, string key)
    {
        var (_, points) = await server.GetAsync($"/api/v1/runs/{run}/points?key={Uri.EscapeDataString(key)}");
        return points.GetProperty("points").GetRawText();
    }
}
