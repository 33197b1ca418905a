using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Native;

public sealed class LogEndpointsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Row = """{"step":1,"time":1700000000000,"metrics":{"loss":0.5}}""";

    [Fact]
    public async Task All_kinds_of_lines_are_kept()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var (status, receipt) = await server.LogAsync(
            run,
            """{"step":1,"time":1700000000000,"metrics":{"loss":0.5,"acc":"NaN"}}""",
            """{"metrics":{"loss":"-Infinity"},"time":1700000001000,"step":2}""",
            "",
            """{"step":2,"time":5,"record":{"key":"pred","type":"text","index":1,"value":{"text":"hi"}}}""",
            """{"time":7,"console":{"line":0,"stream":"stderr","text":"oh\u001b[31m no"}}""",
            """{"config":{"lr":1}}""",
            """{"config":{"lr":2,"gone":1}}""",
            """{"config":{"gone":null},"summary":{"best":3},"heartbeat":123}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("{\"points\":3,\"records\":1,\"lines\":1}", receipt.GetRawText());
        var (_, points) = await server.GetAsync($"/api/v1/runs/{run}/points?key=loss");
        Assert.Equal("[[1,1700000000000,0.5],[2,1700000001000,\"-Infinity\"]]", points.GetProperty("points").GetRawText());
        var (_, records) = await server.GetAsync($"/api/v1/runs/{run}/records?key=pred");
        Assert.Equal("hi", records.GetProperty("records")[0].GetProperty("value").GetProperty("text").GetString());
        Assert.Equal(1, records.GetProperty("records")[0].GetProperty("index").GetInt32());
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run}/console?tail=5");
        Assert.Equal("oh\u001b[31m no", console.GetProperty("lines")[0].GetProperty("text").GetString());
        Assert.Equal("stderr", console.GetProperty("lines")[0].GetProperty("stream").GetString());
        var (_, full) = await server.GetAsync($"/api/v1/runs/{run}");
        Assert.Equal("{\"lr\":2}", full.GetProperty("config").GetRawText());
        Assert.Equal("{\"best\":3}", full.GetProperty("summary").GetRawText());
    }

    [Fact]
    public async Task A_repeated_request_changes_nothing_also_after_a_restart()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        string[] lines =
        [
            Row,
            """{"step":1,"time":1700000000000,"record":{"key":"t","type":"text","value":{"text":"a"}}}""",
            """{"time":1,"console":{"line":0,"text":"a"}}""",
        ];
        await server.LogAsync(run, lines);
        await server.LogAsync(run, lines);
        await server.RestartAsync();
        await server.LogAsync(run, lines);

        var (_, series) = await server.GetAsync($"/api/v1/runs/{run}/series");
        Assert.Equal(1, series.GetProperty("series")[0].GetProperty("count").GetInt64());
        var (_, records) = await server.GetAsync($"/api/v1/runs/{run}/records");
        Assert.Equal(1, records.GetProperty("records").GetArrayLength());
        var (_, console) = await server.GetAsync($"/api/v1/runs/{run}/console");
        Assert.Equal(1, console.GetProperty("total").GetInt64());
    }

    [Theory]
    [InlineData("""{"step":1,"metrics":{"a":1}}""", "time")]
    [InlineData("""{"time":1,"metrics":{"a":1}}""", "step")]
    [InlineData("""{"step":1.5,"time":1,"metrics":{"a":1}}""", "step")]
    [InlineData("""{"step":99999999999999999999,"time":1,"metrics":{"a":1}}""", "step")]
    [InlineData("""{"step":1,"step":2,"time":1,"metrics":{"a":1}}""", "step")]
    [InlineData("""{"step":1,"time":1,"metrics":{"a":"big"}}""", "metrics.a")]
    [InlineData("""{"step":1,"time":1,"metrics":{"a":null}}""", "metrics.a")]
    [InlineData("""{"step":1,"time":1,"metrics":{"":1}}""", "metrics")]
    [InlineData("""{"step":1,"time":1,"metrics":{"a\u0000":1}}""", "metrics")]
    [InlineData("""{"step":1,"time":1,"metrics":[1]}""", "metrics")]
    [InlineData("""{"step":1,"time":1,"record":{"key":"k","type":"t"}}""", "record.value")]
    [InlineData("""{"time":1,"console":{"line":-1,"text":"x"}}""", "console.line")]
    [InlineData("""{"time":1,"console":{"line":1,"stream":"x","text":"x"}}""", "console.stream")]
    [InlineData("""{"colour":1}""", "colour")]
    [InlineData("""[1]""", "body")]
    [InlineData("""{"step":1""", "body")]
    [InlineData("""{"step":1} x""", "body")]
    public async Task One_bad_line_refuses_the_whole_request_by_number(string bad, string field)
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var (status, problem) = await server.LogAsync(run, Row, bad, Row);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, problem.GetProperty("field").GetString());
        Assert.Contains("Line 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (_, series) = await server.GetAsync($"/api/v1/runs/{run}/series");
        Assert.Equal(0, series.GetProperty("series").GetArrayLength());
    }

    [Fact]
    public async Task Arbitrary_bytes_never_make_a_server_error()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var body = Encoding.UTF8.GetBytes(Row + "\n" + Row);
            for (var flips = random.Next(1, 8); flips > 0; flips--)
                body[random.Next(body.Length)] = (byte)random.Next(256);
            using var content = new ByteArrayContent(body);
            using var response = await server.Http.PostAsync($"/api/v1/runs/{run}/log", content);
            Assert.True((int)response.StatusCode is 200 or 400, $"{response.StatusCode} for {Convert.ToBase64String(body)}");
        }
    }

    [Fact]
    public async Task Gzip_is_taken_and_broken_gzip_refused()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Row));
        Assert.Equal(HttpStatusCode.OK, await PostGzipAsync(run, packed.ToArray()));
        Assert.Equal(HttpStatusCode.BadRequest, await PostGzipAsync(run, [1, 2, 3, 4]));
    }

    [Fact]
    public async Task A_bomb_of_gzip_is_refused_by_its_true_size()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject());
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var blank = Encoding.UTF8.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 64; i++)
                await gzip.WriteAsync(blank);
        }

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostGzipAsync(run, packed.ToArray()));
    }

    [Fact]
    public async Task Charts_come_as_binary_columns_that_agree_with_json()
    {
        var project = RunningServer.NewProject();
        var run = await server.StartRunAsync(project);
        var lines = Enumerable.Range(0, 5000).Select(i =>
            $$$"""{"step":{{{i}}},"time":{{{1_700_000_000_000 + (i * 10)}}},"metrics":{"loss":{{{(5000 - i) / 7.0:R}}}}}""");
        await server.LogAsync(run, [.. lines]);
        var question = $$"""{"runs":[{{run}}],"keys":["loss","none"],"buckets":100""";
        using var content = new StringContent(question + "}", Encoding.UTF8, "application/json");
        using var response = await server.Http.PostAsync("/api/v1/series/query", content);
        var bytes = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("application/vnd.cairn.series", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("CSR1"u8.ToArray(), bytes[..4]);
        var headerBytes = BitConverter.ToInt32(bytes, 4);
        Assert.Equal(0, (8 + headerBytes) % 8);
        var header = JsonElement.Parse(bytes.AsSpan(8, headerBytes));
        var entry = header.GetProperty("series")[0];
        Assert.Equal(100, entry.GetProperty("n").GetInt32());
        Assert.Equal(0, header.GetProperty("series")[1].GetProperty("n").GetInt32());
        var (_, json) = await server.PostAsync("/api/v1/series/query", question + ",\"format\":\"json\"}");
        var arrays = json.GetProperty("series")[0];
        var columns = entry.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!).ToList();
        Assert.Equal(["x", "last", "min", "max", "mean", "count"], columns);
        for (var column = 0; column < columns.Count; column++)
        {
            var named = arrays.GetProperty(columns[column] == "count" ? "counts" : columns[column]);
            for (var i = 0; i < 100; i++)
            {
                var at = 8 + headerBytes + ((int)entry.GetProperty("offset").GetInt64()) + (((column * 100) + i) * 8);
                Assert.Equal(named[i].GetDouble(), BitConverter.ToDouble(bytes, at));
            }
        }

        Assert.Equal(49, arrays.GetProperty("x")[0].GetDouble());
        Assert.Equal(5000 / 7.0, arrays.GetProperty("max")[0].GetDouble());
    }

    [Fact]
    public async Task Charts_can_be_drawn_over_time_and_over_another_metric()
    {
        var run = await server.StartRunAsync(RunningServer.NewProject(), "\"startedAt\":1700000000000");
        var lines = Enumerable.Range(0, 10).Select(i =>
            $$$"""{"step":{{{i}}},"time":{{{1_700_000_000_000 + (i * 1000)}}},"metrics":{"epoch":{{{i / 2}}},"loss":{{{i}}}}}""");
        await server.LogAsync(run, [.. lines]);

        var relative = await XsAsync(run, "relative", 10);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), relative);
        var byEpoch = await XsAsync(run, "metric:epoch", 100);
        Assert.Equal([0.0, 1, 2, 3, 4], byEpoch);
    }

    private async Task<IEnumerable<double>> XsAsync(long run, string axis, int buckets)
    {
        var (status, json) = await server.PostAsync(
            "/api/v1/series/query",
            $$"""{"runs":[{{run}}],"keys":["loss"],"axis":"{{axis}}","buckets":{{buckets}},"format":"json"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        return json.GetProperty("series")[0].GetProperty("x").EnumerateArray().Select(x => x.GetDouble());
    }

    private async Task<HttpStatusCode> PostGzipAsync(long run, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await server.Http.PostAsync($"/api/v1/runs/{run}/log", content);
        return response.StatusCode;
    }
}
