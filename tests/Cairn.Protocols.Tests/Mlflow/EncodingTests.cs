using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class EncodingTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Theory]
    [InlineData("/api/2.0/mlflow/experiments/get?experiment_id=0")]
    [InlineData("/ajax-api/2.0/mlflow/experiments/get?experiment_id=0")]
    public async Task Both_prefixes_answer(string path)
    {
        var json = await server.GetAsync(path);
        Assert.Equal("Default", json.GetProperty("experiment").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Number, json.GetProperty("experiment").GetProperty("creation_time").ValueKind);
    }

    [Fact]
    public async Task Health_version_and_server_info_answer()
    {
        Assert.Equal("OK", await server.Http.GetStringAsync("/health"));

        // Clients of 3.x send their spans only to a server of 3.4 or later.
        Assert.True(Version.Parse(await server.Http.GetStringAsync("/version")) >= new Version(3, 4));
        foreach (var prefix in (string[])["/api", "/ajax-api"])
        {
            var info = await server.GetAsync($"{prefix}/3.0/mlflow/server-info");
            Assert.Equal("SqlStore", info.GetProperty("store_type").GetString());
            Assert.False(info.GetProperty("workspaces_enabled").GetBoolean());
        }
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow/nothing", 404)]
    [InlineData("GET", "/api/3.0/mlflow/traces/x/y/z", 404)]
    [InlineData("POST", "/api/2.0/mlflow/experiments/list", 404)]
    [InlineData("GET", "/api/2.0/mlflow/runs/create", 405)]
    [InlineData("POST", "/api/2.0/mlflow/runs/get", 405)]
    public async Task Unknown_routes_and_methods_are_no_json(string method, string path, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await server.Http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("application/json", 200)]
    [InlineData("text/plain", 400)]
    [InlineData("application/x-www-form-urlencoded", 400)]
    [InlineData(null, 400)]
    public async Task Posts_have_to_be_json(string? type, int status)
    {
        using var content = new ByteArrayContent("""{"experiment_id":"0"}"""u8.ToArray());
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await server.Http.PostAsync("/api/2.0/mlflow/runs/create", content);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[1,2]")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("\"{\"")]
    public async Task What_is_no_object_counts_as_an_empty_one(string body)
    {
        var message = await server.RefusedAsync("experiments/create", body);
        Assert.Contains("'name'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_may_be_json_within_a_json_string_and_a_get_may_have_a_body()
    {
        var name = $"e{Guid.NewGuid():n}";
        await server.PostAsync("experiments/create", JsonSerializer.Serialize($$"""{"name":"{{name}}"}"""));
        var json = await server.SendAsync(HttpMethod.Get, "experiments/get-by-name", $$"""{"experiment_name":"{{name}}"}""");
        Assert.Equal(name, json.GetProperty("experiment").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Numbers_are_read_leniently_and_written_exactly()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync("runs/log-metric", $$"""{"run_uuid":"{{run}}","key":"a","value":"0.5","timestamp":"77","step":"3"}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"b","value":2,"timestamp":9007199254740993,"step":-4}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"c","value":"NaN","timestamp":1}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"d","value":Infinity,"timestamp":1}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"e","value":"-Infinity","timestamp":1}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"f","value":1e-7,"timestamp":1}""");
        var text = await server.Http.GetStringAsync($"/api/2.0/mlflow/runs/get?run_id={run}");
        Assert.Contains("""{"key":"a","value":0.5,"timestamp":77,"step":3}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"key":"b","value":2.0,"timestamp":9007199254740993,"step":-4}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"key":"c","value":"NaN","timestamp":1,"step":0}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"key":"d","value":1.7976931348623157e+308,""", text, StringComparison.Ordinal);
        Assert.Contains("""{"key":"e","value":-1.7976931348623157e+308,""", text, StringComparison.Ordinal);
        Assert.Contains("""{"key":"f","value":1e-07,""", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiments/create", """{"name":5}""", "name")]
    [InlineData("experiments/create", """{"name":""}""", "name")]
    [InlineData("experiments/create", """{}""", "name")]
    [InlineData("experiments/create", """{"name":"x","tags":5}""", "tags")]
    [InlineData("experiments/create", """{"name":"x","tags":[5]}""", "tags[0]")]
    [InlineData("experiments/create", """{"name":"x","tags":[{"key":"\ud800"}]}""", "tags[0].key")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","value":true,"timestamp":1}""", "value")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","value":1,"timestamp":1.5}""", "timestamp")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","value":1,"timestamp":1,"step":2.5}""", "step")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","value":1}""", "timestamp")]
    [InlineData("runs/log-metric", """{"run_id":"r","key":"k","timestamp":1}""", "value")]
    [InlineData("runs/log-metric", """{"key":"k","value":1,"timestamp":1}""", "run_id")]
    [InlineData("runs/log-batch", """{"run_id":"r","metrics":[{"key":"k","value":1}]}""", "metrics[0].timestamp")]
    [InlineData("runs/log-batch", """{"run_id":"r","params":[{"value":"v"}]}""", "params[0].key")]
    [InlineData("runs/log-batch", """{"run_id":"r","tags":"x"}""", "tags")]
    [InlineData("runs/update", """{"run_id":"r","status":"BOGUS"}""", "status")]
    [InlineData("runs/search", """{"experiment_ids":"0"}""", "experiment_ids")]
    [InlineData("runs/search", """{"experiment_ids":["0"],"order_by":"start_time"}""", "order_by")]
    [InlineData("registered-models/create", """{"name":7}""", "name")]
    public async Task Wrong_and_missing_fields_are_named(string path, string body, string field)
    {
        var message = await server.RefusedAsync(path, body);
        Assert.Contains($"'{field}'", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_line_takes_a_hundred_run_ids()
    {
        var ids = string.Concat(Enumerable.Range(0, 100).Select(_ => $"&run_ids={Guid.NewGuid():n}"));
        var padding = new string('x', 12_000);
        using var response = await server.Http.GetAsync(
            $"/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m&unknown={padding}{ids}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_compressed_body_is_read_and_a_broken_one_refused()
    {
        using var packed = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            await zip.WriteAsync("""{"experiment_id":"0"}"""u8.ToArray());
        Assert.Equal(200, await PostAsync(packed.ToArray()));
        Assert.Equal(400, await PostAsync(Encoding.ASCII.GetBytes("no gzip")));

        async Task<int> PostAsync(byte[] body)
        {
            using var content = new ByteArrayContent(body);
            content.Headers.Add("Content-Type", "application/json");
            content.Headers.Add("Content-Encoding", "gzip");
            using var response = await server.Http.PostAsync("/api/2.0/mlflow/runs/create", content);
            return (int)response.StatusCode;
        }
    }
}
