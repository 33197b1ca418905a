using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Cairn.Core;
using Cairn.Server;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Tests;

/// <summary>Slow, greedy and malicious clients of every protocol: clear refusals, bounded memory, and the others go on.</summary>
[Collection(nameof(HostileClientTests))]
public sealed class HostileClientTests : IAsyncLifetime
{
    private static readonly bool Long = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");
    private CairnServer _server = null!;
    private HttpClient _http = null!;
    private long _run;

    public async ValueTask InitializeAsync()
    {
        _server = await CairnServer.StartAsync(new ServerOptions
        {
            Port = 0,
            DataDirectory = _folder.FullName,
            HeadLimit = TimeSpan.FromSeconds(2),
            SlowBodyLimit = TimeSpan.FromSeconds(2),
            BodyBytes = 4 << 20,
            Store = new StoreOptions { Series = new SeriesOptions { MostKeys = 20_000 } },
        });
        _http = new HttpClient { BaseAddress = new Uri(_server.Url) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes("api:" + new string('0', 40))));
        using var answer = await PostAsync("/api/v1/runs", """{"project":"hostile/test","uid":"r1"}""");
        _run = System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("run").GetProperty("id").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Clients_that_dribble_a_head_or_a_body_are_cut_off_and_others_are_served()
    {
        var port = new Uri(_server.Url).Port;
        string[] slow =
        [
            "GET /api/v1/server HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
            $"POST /api/v1/runs/{_run}/log HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: 1000000\r\n\r\n",
            "POST /api/2.0/mlflow/runs/search HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{",
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{",
        ];
        var clients = slow.SelectMany(head => Enumerable.Repeat(head, 10)).Select(head => DribbleAsync(port, head)).ToList();
        for (var i = 0; i < 20; i++)
            Assert.Equal(HttpStatusCode.OK, (await LogAsync($$$"""{"step":{{{i}}},"time":1,"metrics":{"a":1}}""")).StatusCode);
        foreach (var ended in await Task.WhenAll(clients))
            Assert.True(ended < TimeSpan.FromSeconds(40), $"cut off only after {ended}");
    }

    [Fact]
    public async Task A_small_body_that_grows_without_end_is_refused()
    {
        var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 300; i++)
                await gzip.WriteAsync(zeros);
        }

        Assert.True(bomb.Length < 1 << 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var (path, type) in new[]
        {
            ($"/api/v1/runs/{_run}/log", "application/x-ndjson"), ("/api/v1/runs", "application/json"),
            ("/api/2.0/mlflow/runs/search", "application/json"), ("/graphql", "application/json"),
            ("/files/hostile/test/r1/file_stream", "application/json"),
        })
        {
            using var content = new ByteArrayContent(bomb.ToArray());
            content.Headers.ContentType = new MediaTypeHeaderValue(type);
            content.Headers.ContentEncoding.Add("gzip");
            using var answer = await _http.PostAsync(path, content);
            Assert.True(answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
        }

        // Each may take as much as its body may be long, and buffers are kept for a while; 300 MB five times would be more.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 400L << 20);
    }

    [Fact]
    public async Task Many_large_bodies_at_once_are_put_off_with_a_hint_when_to_come_again()
    {
        var line = """{"step":1,"time":1,"metrics":{"a":1}}""" + "\n";
        var body = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, (3 << 20) / line.Length)));
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            // The body comes slowly enough for the requests to overlap.
            using var content = new StreamContent(new SlowStream(body));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
            content.Headers.ContentLength = body.Length;
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/runs/{_run}/log") { Content = content };
            request.Headers.ExpectContinue = true;
            using var answer = await _http.SendAsync(request);
            return (answer.StatusCode, answer.Headers.RetryAfter);
        }));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.All(answers, answer => Assert.Equal(answer.StatusCode == HttpStatusCode.ServiceUnavailable, answer.RetryAfter is not null));
        Assert.Equal(HttpStatusCode.OK, (await LogAsync(line)).StatusCode);
    }

    [Fact]
    public async Task Keys_without_end_are_refused_in_words_by_every_protocol()
    {
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        var most = Long ? 10_000_000 : 60_000;
        var (kept, refused) = (0, 0);
        for (var first = 0; first < most; first += 5000)
        {
            var text = string.Join(',', Enumerable.Range(first, 5000).Select(i => $"\"key {i}\":1"));
            using var answer = await LogAsync("{\"step\":1,\"time\":1,\"metrics\":{" + text + "}}");
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                kept += 5000;
                continue;
            }

            refused++;
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var words = await answer.Content.ReadAsStringAsync();
            Assert.Contains("20000 keys", words.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("remedy", words, StringComparison.Ordinal);
        }

        Assert.Equal(20_000, kept);
        Assert.Equal((most - kept) / 5000, refused);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - memory, long.MinValue, 128L << 20);

        using var mlflow = await PostAsync(
            "/api/2.0/mlflow/runs/log-metric", """{"run_id":"r1","key":"one more","value":1,"timestamp":1,"step":1}""");
        Assert.Equal(HttpStatusCode.BadRequest, mlflow.StatusCode);
        using var wandb = await StreamAsync("""{\"_step\":1,\"one more\":1}""");
        Assert.InRange((int)wandb.StatusCode, 400, 499);

        // The keys that it has go on.
        Assert.Equal(HttpStatusCode.OK, (await LogAsync("""{"step":2,"time":2,"metrics":{"key 7":2}}""")).StatusCode);
    }

    [Fact]
    public async Task A_key_as_long_as_a_book_is_refused_or_kept_but_never_a_failure()
    {
        foreach (var length in new[] { 1000, 70_000, 1_000_000 })
        {
            var key = new string('k', length);
            using var native = await LogAsync($$$"""{"step":1,"time":1,"metrics":{"{{{key}}}":1}}""");
            Assert.Equal(HttpStatusCode.BadRequest, native.StatusCode);
            using var mlflow = await PostAsync(
                "/api/2.0/mlflow/runs/log-metric", $$"""{"run_id":"r1","key":"{{key}}","value":1,"timestamp":1,"step":1}""");
            Assert.Equal(HttpStatusCode.BadRequest, mlflow.StatusCode);
            using var wandb = await StreamAsync($$"""{\"_step\":1,\"{{key}}\":1}""");
            Assert.InRange((int)wandb.StatusCode, 200, 499);
        }
    }

    [Fact]
    public async Task Thousands_of_idle_watchers_cost_little_memory_and_hold_nobody_up()
    {
        var watchers = Long ? 10_000 : 400;
        var port = new Uri(_server.Url).Port;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var open = new List<TcpClient>(watchers);
        var buffer = new byte[512];
        try
        {
            for (var i = 0; i < watchers; i++)
            {
                var client = new TcpClient { ReceiveBufferSize = 4096 };
                await client.ConnectAsync(IPAddress.Loopback, port);
                open.Add(client);
                await client.GetStream().WriteAsync("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
                Assert.True(await client.GetStream().ReadAsync(buffer) > 0);
            }

            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / watchers;
            Assert.InRange(each, 0, 48 << 10);
            TestContext.Current.TestOutputHelper?.WriteLine($"{watchers} watchers, {each} bytes each, both ends of the connections");
            for (var i = 0; i < 10; i++)
                Assert.Equal(HttpStatusCode.OK, (await LogAsync($$$"""{"step":{{{i}}},"time":1,"metrics":{"a":1}}""")).StatusCode);
        }
        finally
        {
            foreach (var client in open)
                client.Dispose();
        }
    }

    private static async Task<TimeSpan> DribbleAsync(int port, string head)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        var clock = Stopwatch.StartNew();
        var end = Task.Run(async () =>
        {
            var buffer = new byte[4096];
            try
            {
                while (await stream.ReadAsync(buffer) > 0)
                {
                    // Whatever it says; it is its end that counts.
                }
            }
            catch (IOException)
            {
                // Cut off hard.
            }
        });
        while (!end.IsCompleted && clock.Elapsed < TimeSpan.FromSeconds(60))
        {
            try
            {
                await stream.WriteAsync(" "u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }

            await Task.WhenAny(end, Task.Delay(200));
        }

        return clock.Elapsed;
    }

    private Task<HttpResponseMessage> LogAsync(string lines) => PostAsync($"/api/v1/runs/{_run}/log", lines, "application/x-ndjson");

    private Task<HttpResponseMessage> StreamAsync(string row) => PostAsync(
        "/files/hostile/test/r1/file_stream", "{\"files\":{\"wandb-history.jsonl\":{\"offset\":0,\"content\":[\"" + row + "\"]}}}");

    private Task<HttpResponseMessage> PostAsync(string path, string body, string type = "application/json") =>
        _http.PostAsync(path, new StringContent(body, Encoding.UTF8, type));

    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(20, cancellationToken);
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, 64 << 10)], cancellationToken);
        }

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 << 10];
            int read;
            while ((read = await ReadAsync(buffer, cancellationToken)) > 0)
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
    }
}
