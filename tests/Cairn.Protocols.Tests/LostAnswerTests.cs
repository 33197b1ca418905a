using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests;

/// <summary>
/// A client whose connection breaks before the answer does not know whether it was heard, and sends the same again. In
/// every protocol a run that was logged to so looks exactly like one that was logged to once.
/// </summary>
public sealed class LostAnswerTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Auth = "YXBpOjAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=";
    private const int Lost = 3;

    private static readonly (string Name, Func<string, string, Request> Make)[] Cases =
    [
        ("native points", (_, run) => new("POST", $"/api/v1/runs/{run}/log", "application/x-ndjson",
            "{\"step\":1,\"time\":5,\"metrics\":{\"loss\":0.5,\"acc\":1}}\n{\"step\":1,\"time\":5,\"metrics\":{\"loss\":0.25}}")),
        ("native record, console and documents", (_, run) => new("POST", $"/api/v1/runs/{run}/log", "application/x-ndjson",
            """
            {"step":2,"time":5,"record":{"key":"sample","type":"text","value":{"text":"hello"}}}
            {"time":6,"console":{"line":3,"text":"said once"}}
            {"config":{"lr":0.1},"summary":{"best":2},"environment":{"host":"h"}}
            """)),
        ("native file", (_, run) => new("PUT", $"/api/v1/runs/{run}/files/a/model.bin", "application/octet-stream", "weights")),
        ("native alert", (_, run) => new("POST", $"/api/v1/runs/{run}/alerts", "application/json", """{"title":"odd","text":"loss jumps","level":"warn","time":7}""")),
        ("mlflow log-batch", (uid, _) => new("POST", "/api/2.0/mlflow/runs/log-batch", "application/json",
            "{\"run_id\":\"" + uid + "\",\"metrics\":[{\"key\":\"m\",\"value\":1.5,\"timestamp\":9,\"step\":3},{\"key\":\"m\",\"value\":1.5,\"timestamp\":9,\"step\":3}],"
            + "\"params\":[{\"key\":\"p\",\"value\":\"v\"}],\"tags\":[{\"key\":\"t\",\"value\":\"w\"}]}")),
        ("mlflow log-metric", (uid, _) => new("POST", "/api/2.0/mlflow/runs/log-metric", "application/json",
            "{\"run_id\":\"" + uid + "\",\"key\":\"m\",\"value\":2.5,\"timestamp\":10,\"step\":4}")),
        ("mlflow log-parameter", (uid, _) => new("POST", "/api/2.0/mlflow/runs/log-parameter", "application/json",
            "{\"run_id\":\"" + uid + "\",\"key\":\"q\",\"value\":\"1\"}")),
        ("mlflow set-tag", (uid, _) => new("POST", "/api/2.0/mlflow/runs/set-tag", "application/json",
            "{\"run_id\":\"" + uid + "\",\"key\":\"u\",\"value\":\"x\"}")),
        ("wandb history", (uid, _) => Stream(uid, "wandb-history.jsonl", 0, "{\\\"_step\\\":5,\\\"_timestamp\\\":11,\\\"w\\\":3}", "{\\\"_step\\\":6,\\\"_timestamp\\\":12,\\\"w\\\":4,\\\"note\\\":\\\"text\\\"}")),
        ("wandb console", (uid, _) => Stream(uid, "output.log", 0, "2026-11-22T00:43:32.144089 one", "2026-11-22T00:43:33.144089 two")),
        ("wandb summary", (uid, _) => Stream(uid, "wandb-summary.json", 0, "{\\\"w\\\":4}")),
    ];

    private sealed record Request(string Method, string Path, string Type, string Body);

    [Fact]
    public async Task What_is_sent_again_after_a_lost_answer_doubles_nothing_in_any_protocol()
    {
        var (once, onceUid) = await StartAsync("once");
        var (again, againUid) = await StartAsync("again");
        foreach (var (name, make) in Cases)
        {
            var sent = await SendAsync(make(onceUid, $"{once}"));
            Assert.True((int)sent.StatusCode is >= 200 and < 300, $"{name}: {sent.StatusCode} {await sent.Content.ReadAsStringAsync()}");
            var request = make(againUid, $"{again}");
            for (var i = 0; i < Lost; i++)
                await SendAndLeaveAsync(request);
            Assert.Equal(sent.StatusCode, (await SendAsync(request)).StatusCode);
            for (var i = 0; i < Lost; i++)
                await SendAndLeaveAsync(request);
            Assert.Equal(sent.StatusCode, (await SendAsync(request)).StatusCode);
            Assert.Equal(await SnapshotAsync(once), await SnapshotAsync(again));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Cases.Length} kinds of request, each with {2 * Lost} lost answers");
    }

    private static Request Stream(string uid, string file, int offset, params string[] lines) => new(
        "POST", $"/files/lost/answers/{uid}/file_stream", "application/json",
        "{\"files\":{\"" + file + "\":{\"offset\":" + offset + ",\"content\":[\"" + string.Join("\",\"", lines) + "\"]}}}");

    private async Task<(long Id, string Uid)> StartAsync(string name)
    {
        var uid = Guid.NewGuid().ToString("n");
        return (await server.StartRunAsync("lost/answers", $"\"uid\":\"{uid}\",\"name\":\"{name}\",\"startedAt\":1"), uid);
    }

    private async Task<HttpResponseMessage> SendAsync(Request request)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Path)
        {
            Content = new StringContent(request.Body, Encoding.UTF8, request.Type),
        };
        message.Headers.Authorization = new("Basic", Auth);
        return await server.Http.SendAsync(message);
    }

    /// <summary>Sends all of a request and breaks the connection without reading a byte of the answer.</summary>
    private async Task SendAndLeaveAsync(Request request)
    {
        using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        var url = new Uri(server.Url);
        await client.ConnectAsync(IPAddress.Loopback, url.Port);
        var body = Encoding.UTF8.GetBytes(request.Body);
        var head = $"{request.Method} {request.Path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {Auth}\r\n"
            + $"Content-Type: {request.Type}\r\nContent-Length: {body.Length}\r\n\r\n";
        await client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);

        // Sometimes before it was heard, sometimes after it was done.
        await Task.Delay(Random.Shared.Next(0, 15));
    }

    private async Task<string> SnapshotAsync(long run)
    {
        var text = new StringBuilder();
        var (_, series) = await server.GetAsync($"/api/v1/runs/{run}/series");
        foreach (var key in series.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("key").GetString()!))
            text.AppendLine($"{key}: {(await server.GetAsync($"/api/v1/runs/{run}/points?key={Uri.EscapeDataString(key)}")).Json.GetProperty("points")}");
        text.AppendLine((await server.GetAsync($"/api/v1/runs/{run}/records")).Json.GetProperty("records").ToString());
        text.AppendLine((await server.GetAsync($"/api/v1/runs/{run}/console")).Json.GetProperty("lines").ToString());
        foreach (var alert in (await server.GetAsync($"/api/v1/runs/{run}/alerts")).Json.GetProperty("alerts").EnumerateArray())
            text.AppendLine($"{alert.GetProperty("title")} {alert.GetProperty("text")}");
        foreach (var file in (await server.GetAsync($"/api/v1/runs/{run}/files")).Json.GetProperty("files").EnumerateArray())
            text.AppendLine($"{file.GetProperty("path")} {file.GetProperty("size")}");
        var (_, whole) = await server.GetAsync($"/api/v1/runs/{run}");
        foreach (var part in new[] { "config", "summary", "environment", "labels", "tags" })
            text.AppendLine(whole.TryGetProperty(part, out var value) ? JsonSerializer.Serialize(value) : "");
        return text.ToString();
    }
}
