using System.Diagnostics;
using System.Net;
using System.Text;

namespace Cairn.Cli.Tests;

/// <summary>A server on a disk that fills up: a small one of its own where this test may mount one.</summary>
public sealed class DiskFullTests
{
    private const int DiskMegabytes = 48;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    // With a reserve the server stops before the disk is full; with hardly any, uploads meet its end.
    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public async Task Writes_are_refused_in_words_reads_go_on_and_writing_resumes_when_space_returns(int reserve)
    {
        using var disk = SmallDisk.TryMount(DiskMegabytes);
        Assert.SkipWhen(disk is null, "only root may mount a small disk");
        var ballast = disk.Entry("ballast");
        var folder = disk.Entry("data");
        await using (var server = await RunningServer.StartAsync(folder, 0, "--reserve", $"{reserve}"))
        {
            using var http = new HttpClient { BaseAddress = new Uri(server.Url + "/") };
            var run = (await server.Api.PostAsync("/runs", new { project = "full/test" })).GetProperty("run").GetProperty("id").GetInt64();
            Assert.Equal(HttpStatusCode.OK, (await LogAsync(http, run, 0)).StatusCode);
            disk.Fill(ballast, leave: (reserve + 1) << 20);

            var answered = 1;
            HttpResponseMessage refused;
            for (; ; answered++)
            {
                refused = await LogAsync(http, run, answered);
                if (refused.StatusCode != HttpStatusCode.OK)
                    break;
                Assert.True(answered < 5000, "the disk never got full");
            }

            await AssertRefusedAsync(refused);
            await AssertRefusedAsync(await PutAsync(http, $"api/v1/runs/{run}/files/big.bin", 3 << 20));
            await AssertRefusedAsync(await http.PostAsync(
                "api/2.0/mlflow/runs/log-metric",
                new StringContent($$"""{"run_id":"{{await UidAsync(server, run)}}","key":"m","value":1,"timestamp":1,"step":1}""", Encoding.UTF8, "application/json"),
                TestContext.Current.CancellationToken));

            // Reads go on, and hold exactly what was answered.
            Assert.Equal(answered * 500, (await server.Api.PointsAsync(run, "loss")).Count);
            // Lines and points lie in two files: the one that was refused may have left its line, which is the same when sent again.
            Assert.InRange((await server.Api.ConsoleAsync(run)).Count, answered, answered + 1);
            Assert.Empty((await server.Api.GetAsync($"/runs/{run}/files")).GetProperty("files").EnumerateArray());

            File.Delete(ballast);
            HttpResponseMessage resumed;
            var clock = Stopwatch.StartNew();
            while ((resumed = await LogAsync(http, run, answered)).StatusCode != HttpStatusCode.OK)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"still {resumed.StatusCode}");
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.Equal(HttpStatusCode.OK, (await LogAsync(http, run, answered + 1)).StatusCode);
            Assert.True((await PutAsync(http, $"api/v1/runs/{run}/files/big.bin", 3 << 20)).IsSuccessStatusCode);
            Assert.Equal((answered + 2) * 500, (await server.Api.PointsAsync(run, "loss")).Count);
            Assert.Equal(answered + 2, (await server.Api.ConsoleAsync(run)).Count);
        }

        var check = await CairnProcess.RunAsync(disk.Entry("spool"), Limit, "check", folder);
        Assert.True(check.Code == 0, check.Output + check.Errors);
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage refused)
    {
        var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(refused.StatusCode == HttpStatusCode.ServiceUnavailable, $"{refused.StatusCode}: {text}");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("disk", text, StringComparison.Ordinal);
        Assert.Contains("Make space", text, StringComparison.Ordinal);
    }

    private static async Task<string> UidAsync(RunningServer server, long run) =>
        (await server.Api.GetAsync($"/runs/{run}")).GetProperty("uid").GetString()!;

    private static Task<HttpResponseMessage> PutAsync(HttpClient http, string path, int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return http.PutAsync(path, new ByteArrayContent(bytes), TestContext.Current.CancellationToken);
    }

    private static Task<HttpResponseMessage> LogAsync(HttpClient http, long run, int number)
    {
        var random = new Random(number);
        var text = new StringBuilder();
        for (var row = 0; row < 500; row++)
            text.Append($$$"""{"step":{{{(number * 500) + row}}},"time":{{{row}}},"metrics":{"loss":{{{random.NextDouble()}}}}}""").Append('\n');
        text.Append($$$"""{"time":1,"console":{"line":{{{number}}},"text":"{{{new string('x', 2000)}}}"}}""");
        return http.PostAsync(
            $"api/v1/runs/{run}/log", new StringContent(text.ToString(), Encoding.UTF8, "application/x-ndjson"),
            TestContext.Current.CancellationToken);
    }
}
