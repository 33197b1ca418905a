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

    // Clients show these to their users, and their own tests look for them.
    [Theory]
    [InlineData("get-history-bulk?metric_key=m", "GetMetricHistoryBulk request must specify at least one run_id")]
    [InlineData("get-history-bulk?run_id=x", "GetMetricHistoryBulk request must specify a metric_key")]
    [InlineData("get-history-bulk-interval?metric_key=m", "Missing value for required parameter 'run_ids'.")]
    [InlineData("get-history-bulk-interval?run_ids=x", "Missing value for required parameter 'metric_key'")]
    [InlineData("get-history-bulk-interval?run_ids=x&metric_key=m&max_results=0", "max_results must be between 1 and 2500")]
    [InlineData("get-history-bulk-interval?run_ids=x&metric_key=m&start_step=1&end_step=0", "end_step must be greater than start_step. ")]
    [InlineData("get-history-bulk-interval?run_ids=x&metric_key=m&start_step=1", "both must be specified")]
    public async Task Refusals_say_what_is_missing(string call, string expected)
    {
        var message = await server.RefusedAsync(HttpMethod.Get, $"/ajax-api/2.0/mlflow/metrics/{call}", null, 400, "INVALID_PARAMETER_VALUE");
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get-history-bulk", "run_id", "cannot specify more than 100")]
    [InlineData("get-history-bulk-interval", "run_ids", "must specify at most 100 run_ids")]
    public async Task At_most_a_hundred_runs_are_asked_for(string call, string field, string expected)
    {
        var runs = string.Concat(Enumerable.Range(0, 101).Select(i => $"&{field}=id_{i}"));
        var message = await server.RefusedAsync(
            HttpMethod.Get, $"/ajax-api/2.0/mlflow/metrics/{call}?metric_key=m{runs}", null, 400, "INVALID_PARAMETER_VALUE");
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_MLflow_and_one_of_the_native_API_share_a_chart()
    {
        var name = $"both{Guid.NewGuid():n}";
        var experiment = await server.CreateExperimentAsync(name);
        var uid = await server.CreateRunAsync(experiment, "\"run_name\":\"python\"");
        await LogAsync(uid, [(0, 1000, 3), (1, 1001, 2)]);
        var native = await server.Server.StartRunAsync($"local/{name}", "\"name\":\"dotnet\",\"uid\":\"dotnet-1\"");
        var (logged, _) = await server.Server.LogAsync(
            native, """{"step":0,"time":1000,"metrics":{"m":5}}""", """{"step":1,"time":1001,"metrics":{"m":4}}""");
        Assert.True((int)logged is >= 200 and < 300, $"{logged}");

        var (_, run) = await server.Server.GetAsync($"/api/v1/projects/local/{name}/runs/{uid}");
        var (_, chart) = await server.Server.PostAsync(
            "/api/v1/series/query", $$"""{"runs":[{{run.GetProperty("id")}},{{native}}],"keys":["m"],"buckets":10,"format":"json"}""");
        Assert.Equal([2, 2], chart.GetProperty("series").EnumerateArray().Select(one => one.GetProperty("n").GetInt32()));
        Assert.Equal("dotnet python", string.Join(' ', (await server.SearchAsync(experiment)).Split(' ').Order()));
        Assert.Equal([5, 4], Values(await server.GetAsync("metrics/get-history?run_id=dotnet-1&metric_key=m")));
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
