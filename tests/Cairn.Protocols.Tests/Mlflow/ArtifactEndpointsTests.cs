using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class ArtifactEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    [Fact]
    public async Task Files_go_up_and_come_down_and_are_files_of_the_run()
    {
        var experiment = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(experiment);
        var root = $"{Proxy}/{experiment}/{run}/artifacts";
        await PutAsync($"{root}/model/MLmodel", "flavors: {}");
        await PutAsync($"{root}/model/data/weights.bin", "0123456789");
        await PutAsync($"{root}/notes%20b.txt", "first");
        await PutAsync($"{root}/notes%20b.txt", "second");
        Assert.Equal("second", await server.Http.GetStringAsync($"{root}/notes%20b.txt"));

        var list = await server.GetAsync($"artifacts/list?run_id={run}");
        Assert.Equal($"mlflow-artifacts:/{experiment}/{run}/artifacts", list.GetProperty("root_uri").GetString());
        Assert.Equal("""[{"path":"model","is_dir":true},{"path":"notes b.txt","is_dir":false,"file_size":6}]""", list.GetProperty("files").GetRawText());
        list = await server.GetAsync($"artifacts/list?run_uuid={run}&path=model");
        Assert.Equal("""[{"path":"model/MLmodel","is_dir":false,"file_size":11},{"path":"model/data","is_dir":true}]""", list.GetProperty("files").GetRawText());
        var proxied = await server.GetAsync($"{Proxy}?path={experiment}/{run}/artifacts/model");
        Assert.Equal("""{"files":[{"path":"MLmodel","is_dir":false,"file_size":11},{"path":"data","is_dir":true}]}""", proxied.GetRawText());
        Assert.Equal("{}", (await server.GetAsync($"{Proxy}?path={experiment}/{run}/artifacts/none")).GetRawText());
        Assert.False((await server.GetAsync($"artifacts/list?run_id={run}&path=model/MLmodel")).TryGetProperty("files", out _));
        Assert.False((await server.GetAsync($"artifacts/list?run_id={run}&path=none")).TryGetProperty("files", out _));

        var name = (await server.GetAsync($"experiments/get?experiment_id={experiment}")).GetProperty("experiment").GetProperty("name").GetString();
        var (_, native) = await server.Server.GetAsync($"/api/v1/projects/local/{name}/runs/{run}");
        var (_, files) = await server.Server.GetAsync($"/api/v1/runs/{native.GetProperty("id").GetInt64()}/files");
        Assert.Equal(3, files.GetProperty("files").GetArrayLength());

        Assert.Equal("{}", (await server.SendAsync(HttpMethod.Delete, $"{root}/model", "")).GetRawText());
        Assert.Equal("{}", (await server.SendAsync(HttpMethod.Delete, $"{root}/model", "")).GetRawText());
        Assert.Equal(1, (await server.GetAsync($"artifacts/list?run_id={run}")).GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task Downloads_are_attachments_and_give_ranges()
    {
        var run = await server.CreateRunAsync();
        var path = $"{Proxy}/0/{run}/artifacts/a.json";
        await PutAsync(path, "{\"a\":1}");
        foreach (var url in (string[])[path, $"/get-artifact?run_uuid={run}&path=a.json", $"/get-artifact?run_id={run}&path=a.json"])
        {
            using var response = await server.Http.GetAsync(url);
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Contains("a.json", response.Content.Headers.ContentDisposition?.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue(2, 3);
        using var part = await server.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("a\"", await part.Content.ReadAsStringAsync());
        await server.RefusedAsync(HttpMethod.Get, $"{Proxy}/0/{run}/artifacts/none", null, 404, "RESOURCE_DOES_NOT_EXIST");
        await server.RefusedAsync(HttpMethod.Get, $"/get-artifact?run_uuid={run}&path=none", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    [Fact]
    public async Task Files_beside_runs_and_in_other_locations_are_kept_too()
    {
        var folder = Guid.NewGuid().ToString("n");
        await PutAsync($"{Proxy}/{folder}/x/a.txt", "a");
        await PutAsync($"{Proxy}/{folder}/b.txt", "bb");
        Assert.Equal(
            """{"files":[{"path":"b.txt","is_dir":false,"file_size":2},{"path":"x","is_dir":true}]}""",
            (await server.GetAsync($"{Proxy}?path={folder}")).GetRawText());
        await server.SendAsync(HttpMethod.Delete, $"{Proxy}/{folder}/x", "");
        await server.RefusedAsync(HttpMethod.Get, $"{Proxy}/{folder}/x/a.txt", null, 404, "RESOURCE_DOES_NOT_EXIST");

        var experiment = await server.CreateExperimentAsync(fields: $"\"artifact_location\":\"mlflow-artifacts://localhost:1/{folder}/own\"");
        var run = await server.CreateRunAsync(experiment);
        Assert.Equal(
            $"mlflow-artifacts://localhost:1/{folder}/own/{run}/artifacts",
            (await server.GetRunAsync(run)).GetProperty("info").GetProperty("artifact_uri").GetString());
        await PutAsync($"{Proxy}/{folder}/own/{run}/artifacts/c.txt", "c");
        Assert.Equal("c.txt", (await server.GetAsync($"artifacts/list?run_id={run}")).GetProperty("files")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Uploads_of_the_pages_and_in_parts_have_their_answers()
    {
        var run = await server.CreateRunAsync();
        using var content = new StringContent("x");
        using var response = await server.Http.PostAsync($"/ajax-api/2.0/mlflow/upload-artifact?run_uuid={run}&path=up.txt", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("x", await server.Http.GetStringAsync($"/get-artifact?run_uuid={run}&path=up.txt"));
        foreach (var call in (string[])["create", "complete", "abort"])
            await server.RefusedAsync($"/api/2.0/mlflow-artifacts/mpu/{call}/0/x", """{"path":"x","num_parts":2}""", "NOT_IMPLEMENTED", 501);
        await server.RefusedAsync(HttpMethod.Get, "/api/2.0/mlflow-artifacts/presigned/0/x", null, 501, "NOT_IMPLEMENTED");
        foreach (var (query, expected) in new[]
        {
            ("", "Request must specify run_uuid."), ($"?run_uuid={run}", "Request must specify path."), ($"?run_uuid={run}&path=", "Request must specify path."),
            ($"?run_uuid={run}&path=../x", "Invalid path"), ($"?run_uuid={run}&path=x", "Request must specify data."),
        })
        {
            var message = await server.RefusedAsync($"/ajax-api/2.0/mlflow/upload-artifact{query}", "");
            Assert.Contains(expected, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("traces.json", "attachment; filename=traces.json")]
    [InlineData("wörter.txt", "attachment; filename=w_rter.txt; filename*=UTF-8''w%C3%B6rter.txt")]
    public async Task Downloads_have_the_name_of_the_file(string name, string expected)
    {
        var run = await server.CreateRunAsync();
        await PutAsync($"{Proxy}/0/{run}/artifacts/{Uri.EscapeDataString(name)}", "x");
        using var response = await server.Http.GetAsync($"/get-artifact?run_uuid={run}&path={Uri.EscapeDataString(name)}");
        Assert.Equal(expected, response.Content.Headers.GetValues("Content-Disposition").Single());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task The_whole_tree_is_no_file(string method) =>
        await server.RefusedAsync(new HttpMethod(method), $"{Proxy}/", "", 400, "INVALID_PARAMETER_VALUE");

    [Fact]
    public async Task A_path_is_refused_before_its_version_is_looked_for()
    {
        var message = await server.RefusedAsync(
            HttpMethod.Get, "/model-versions/get-artifact?name=none&version=1&path=../x", null, 400, "INVALID_PARAMETER_VALUE");
        Assert.Equal("Invalid path", message);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("%2e%2e/x")]
    [InlineData("..%2Fx")]
    [InlineData("%252e%252e%252fx")]
    [InlineData("%25252e%25252e/x")]
    [InlineData("a%5c..%5cx")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("/etc/passwd")]
    [InlineData("c%3A/x")]
    [InlineData("a%23b")]
    [InlineData("file%3A%2F%2F%2Fetc%2Fpasswd")]
    public async Task No_path_leads_out_however_it_is_encoded(string path)
    {
        var run = await server.CreateRunAsync();
        foreach (var (method, target) in new[]
        {
            ("GET", $"{Proxy}/{path}"), ("PUT", $"{Proxy}/{path}"), ("DELETE", $"{Proxy}/{path}"),
            ("GET", $"{Proxy}?path={path}"), ("GET", $"/api/2.0/mlflow/artifacts/list?run_id={run}&path={path}"),
            ("GET", $"/get-artifact?run_uuid={run}&path={path}"),
        })
        {
            var answer = await RawAsync(method, target);
            Assert.True(answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{method} {target}: {answer}");
            Assert.Contains("INVALID_PARAMETER_VALUE", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Unknown_runs_have_no_artifacts() => await server.RefusedAsync(
        HttpMethod.Get, $"artifacts/list?run_id={Guid.NewGuid():n}", null, 404, "RESOURCE_DOES_NOT_EXIST");

    [Fact]
    public async Task A_large_file_is_streamed_in_little_memory()
    {
        const long Size = 512L * 1024 * 1024;
        var path = $"{Proxy}/0/{await server.CreateRunAsync()}/artifacts/large.bin";

        // How long it takes is the machine's matter.
        using var http = new HttpClient { BaseAddress = server.Http.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        GC.Collect();
        var before = Environment.WorkingSet;
        using (var content = new StreamContent(new Zeros(Size), 1 << 16))
        using (var response = await http.PutAsync(path, content))
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using (var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(Size, response.Content.Headers.ContentLength);
            await using var stream = await response.Content.ReadAsStreamAsync();
            await stream.CopyToAsync(Stream.Null);
        }

        // Client and server share this process.
        Assert.True(Environment.WorkingSet - before < 200L * 1024 * 1024, $"{(Environment.WorkingSet - before) >> 20} MB more");
    }

    private async Task PutAsync(string path, string text)
    {
        using var content = new StringContent(text);
        using var response = await server.Http.PutAsync(path, content);
        Assert.Equal("{}", await response.Content.ReadAsStringAsync());
    }

    // HttpClient would tidy the path up before it is sent.
    private async Task<string> RawAsync(string method, string target)
    {
        var url = new Uri(server.Server.Url);
        using var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private sealed class Zeros(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _position);
            buffer.AsSpan(offset, read).Clear();
            _position += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
