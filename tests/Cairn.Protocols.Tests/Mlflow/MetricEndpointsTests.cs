using System.Text.Json;
using Cairn.Protocols.Mlflow.Tracking;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class MetricEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task History_comes_by_time_whole_or_in_pages()
    {
        var run = await server.CreateRunAsync();
        await LogAsync(run, Enumerable.Range(0, 10).Select(i => (Step: 9L - i, Time: 100L + i, Value: (double)i)));
        var all = await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), Values(all));
        Assert.False(all.TryGetProperty("next_page_token", out _));
        var values = new List<double>();
        string? token = null;
        do
        {
            var page = await server.GetAsync(
                $"metrics/get-history?run_id={run}&metric_key=m&max_results=4{(token is null ? "" : "&page_token=" + Uri.EscapeDataString(token))}");
            values.AddRange(Values(page));
            token = page.TryGetProperty("next_page_token", out var next) ? next.GetString() : null;
        }
        while (token is not null);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), values);
        Assert.Equal("{}", (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=other")).GetRawText());
        Assert.Equal("{}", (await server.GetAsync("metrics/get-history?run_id=unknown&metric_key=m")).GetRawText());
        await server.RefusedAsync(HttpMethod.Get, $"metrics/get-history?run_id={run}", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "metrics/get-history?metric_key=m", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Bulk_answers_for_several_runs_up_to_a_total()
    {
        var runs = new[] { await server.CreateRunAsync(), await server.CreateRunAsync() }.Order(StringComparer.Ordinal).ToArray();
        foreach (var run in runs)
            await LogAsync(run, [(0, 1, 1), (1, 2, 2)]);
        var query = string.Concat(runs.Reverse().Select(run => $"&run_id={run}"));
        var all = (await server.GetAsync($"/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m{query}")).GetProperty("metrics");
        Assert.Equal([runs[0], runs[0], runs[1], runs[1]], all.EnumerateArray().Select(point => point.GetProperty("run_id").GetString()!));
        var three = await server.GetAsync($"/ajax-api/2.0/mlflow/metrics/get-history-bulk?metric_key=m&max_results=3{query}");
        Assert.Equal(3, three.GetProperty("metrics").GetArrayLength());
        await server.RefusedAsync(HttpMethod.Get, "metrics/get-history-bulk?metric_key=m", null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(
            HttpMethod.Get, "metrics/get-history-bulk?metric_key=m" + string.Concat(Enumerable.Range(0, 101).Select(i => $"&run_id=r{i}")),
            null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task An_interval_is_thinned_out_the_same_for_all_runs()
    {
        var (first, second) = (await server.CreateRunAsync(), await server.CreateRunAsync());
        await LogAsync(first, Enumerable.Range(-1, 101).Select(i => ((long)i, (long)(1000 + i), (double)i)));
        await LogAsync(second, [(10, 5, 7), (10, 4, 8), (33, 1, 9)]);
        var path = $"metrics/get-history-bulk-interval?metric_key=m&run_ids={first}&run_ids={second}";
        var sample = await server.GetAsync($"{path}&max_results=10");
        Assert.Equal(
            [0, 10, 20, 30, 33, 40, 50, 60, 70, 80, 90, 99],
            sample.GetProperty("metrics").EnumerateArray().Where(point => point.GetProperty("run_id").GetString() == first)
                .Select(point => point.GetProperty("step").GetInt64()));
        Assert.Equal(
            [8, 7, 9],
            sample.GetProperty("metrics").EnumerateArray().Where(point => point.GetProperty("run_id").GetString() == second)
                .Select(point => point.GetProperty("value").GetDouble()));
        var range = await server.GetAsync($"{path}&start_step=-1&end_step=2");
        Assert.Equal([-1, 0, 1, 2], range.GetProperty("metrics").EnumerateArray().Select(point => point.GetProperty("step").GetInt64()));
        foreach (var bad in (string[])["&start_step=1", "&end_step=1", "&start_step=2&end_step=1", "&max_results=0", "&max_results=2501", "&max_results=x"])
            await server.RefusedAsync(HttpMethod.Get, path + bad, null, 400, "INVALID_PARAMETER_VALUE");
        await server.RefusedAsync(HttpMethod.Get, "metrics/get-history-bulk-interval?metric_key=m", null, 400, "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [InlineData(5, 5, "0 1 2 3 4")]
    [InlineData(10, 4, "0 2 5 7 9")]
    [InlineData(10, 1, "0 9")]
    public void Steps_are_taken_evenly(int count, int limit, string expected)
    {
        var steps = Enumerable.Range(0, count).Select(i => (long)i).ToArray();
        Assert.Equal(expected, string.Join(' ', StepSample.Of([steps], limit).Order()));
    }

    private static IEnumerable<double> Values(JsonElement history) =>
        history.TryGetProperty("metrics", out var metrics)
            ? metrics.EnumerateArray().Select(point => point.GetProperty("value").GetDouble())
            : [];

    private Task LogAsync(string run, IEnumerable<(long Step, long Time, double Value)> points) => server.PostAsync(
        "runs/log-batch",
        $$"""{"run_id":"{{run}}","metrics":[{{string.Join(',', points.Select(one => $$"""{"key":"m","value":{{one.Value}},"timestamp":{{one.Time}},"step":{{one.Step}}}"""))}}]}""");
}
