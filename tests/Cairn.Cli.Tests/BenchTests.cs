using System.Text.Json;

namespace Cairn.Cli.Tests;

public sealed class BenchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_short_benchmark_answers_every_promised_figure_as_json()
    {
        using var spool = new TemporaryFolder();
        var ended = await CairnProcess.RunAsync(spool.Path, Limit, "bench", "--seconds", "1", "--connections", "2", "--json");
        Assert.Equal(0, ended.Code);
        using var report = JsonDocument.Parse(ended.Output);
        Assert.Equal("native", report.RootElement.GetProperty("protocol").GetString());
        Assert.Equal(Environment.ProcessorCount, report.RootElement.GetProperty("cores").GetInt32());
        var figures = report.RootElement.GetProperty("figures").EnumerateArray().ToDictionary(
            figure => figure.GetProperty("name").GetString()!,
            figure => (Value: figure.GetProperty("value").GetDouble(), Unit: figure.GetProperty("unit").GetString()!));
        string[] timed =
        [
            "create a run", "log one point, durable", "a request while ingesting", "chart, 10 runs by step, asked before",
            "chart, 100 runs by step, another zoom",
            "chart, 100 runs by metric:train/metric_01, another zoom", "log one point beside half load", "chart, 100 runs beside half load",
        ];
        foreach (var name in timed)
        {
            var (median, high) = (figures[name + ", p50"], figures[name + ", p99"]);
            Assert.Equal(("ms", "ms"), (median.Unit, high.Unit));
            Assert.InRange(median.Value, double.Epsilon, high.Value);
        }

        Assert.Equal("points/s", figures["ingest, durable"].Unit);
        Assert.InRange(figures["ingest, durable"].Value, 1, double.MaxValue);
        Assert.Equal("bytes/point", figures["disk, float32-born losses"].Unit);
        Assert.InRange(figures["disk, float32-born losses"].Value, 0.01, 100);
        var ingest = report.RootElement.GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("name").GetString() == "ingest, durable");
        Assert.Equal(2_000_000, ingest.GetProperty("budget").GetDouble());
        Assert.InRange(ingest.GetProperty("ofLimit").GetDouble(), double.Epsilon, 10);
    }

    [Fact]
    public async Task An_address_where_no_server_is_is_named()
    {
        using var spool = new TemporaryFolder();
        var url = $"http://localhost:{FreePort.Next()}";
        var ended = await CairnProcess.RunAsync(spool.Path, Limit, "bench", "--url", url);
        Assert.Equal(2, ended.Code);
        Assert.Contains(url, ended.Errors);
        Assert.DoesNotContain("   at ", ended.Errors);
    }
}
