using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class RunLogEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Inputs_need_datasets_or_models()
    {
        var run = await server.CreateRunAsync();
        Assert.Contains(
            "Missing value for required parameter 'datasets'",
            await server.RefusedAsync("runs/log-inputs", $$"""{"run_id":"{{run}}"}"""),
            StringComparison.Ordinal);
        Assert.Contains(
            "SearchDatasets request must specify at least one experiment_id.",
            await server.RefusedAsync("experiments/search-datasets", "{}"),
            StringComparison.Ordinal);
        Assert.Contains(
            "SearchDatasets request cannot specify more than",
            await server.RefusedAsync(
                "experiments/search-datasets", $$"""{"experiment_ids":[{{string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"{i}\""))}}]}"""),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_brings_metrics_params_and_tags()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync(
            "runs/log-batch",
            $$"""
            {"run_id":"{{run}}",
             "metrics":[{"key":"a","value":1,"timestamp":10,"step":0},{"key":"b","value":2,"timestamp":10,"step":0},{"key":"a","value":3,"timestamp":11,"step":1}],
             "params":[{"key":"p","value":"1"},{"key":"empty"}],
             "tags":[{"key":"t","value":"x"},{"key":"t","value":"y"}]}
            """);
        await server.PostAsync("runs/log-batch", $$"""{"run_id":"{{run}}"}""");
        var data = (await server.GetRunAsync(run)).GetProperty("data");
        Assert.Equal("""[{"key":"a","value":3.0,"timestamp":11,"step":1},{"key":"b","value":2.0,"timestamp":10,"step":0}]""", data.GetProperty("metrics").GetRawText());
        Assert.Equal("""[{"key":"p","value":"1"},{"key":"empty","value":""}]""", data.GetProperty("params").GetRawText());
        Assert.Contains("""{"key":"t","value":"y"}""", data.GetProperty("tags").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_parameter_is_refused_and_leaves_nothing_written()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync("runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"1"}""");
        await server.PostAsync("runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"1"}""");
        var message = await server.RefusedAsync("runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"2"}""");
        Assert.Contains("'p'", message, StringComparison.Ordinal);
        Assert.Contains("'1'", message, StringComparison.Ordinal);
        Assert.Contains("'2'", message, StringComparison.Ordinal);
        await server.RefusedAsync(
            "runs/log-batch",
            $$"""
            {"run_id":"{{run}}","params":[{"key":"q","value":"1"},{"key":"p","value":"2"}],
             "tags":[{"key":"t","value":"x"}],"metrics":[{"key":"m","value":1,"timestamp":1}]}
            """);
        var data = (await server.GetRunAsync(run)).GetProperty("data");
        Assert.Equal(1, data.GetProperty("params").GetArrayLength());
        Assert.Equal(1, data.GetProperty("tags").GetArrayLength());
        Assert.False(data.TryGetProperty("metrics", out _));
    }

    [Fact]
    public async Task The_latest_metric_is_the_greatest_by_step_time_and_value()
    {
        var run = await server.CreateRunAsync();
        foreach (var (value, time, step) in new[] { (5, 100, 3), (9, 200, 2), (7, 100, 3), (1, 50, 3) })
            await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"m","value":{{value}},"timestamp":{{time}},"step":{{step}}}""");
        Assert.Equal("""[{"key":"m","value":7.0,"timestamp":100,"step":3}]""", (await server.GetRunAsync(run)).GetProperty("data").GetProperty("metrics").GetRawText());
        var history = await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m");
        Assert.Equal("1 5 7 9", string.Join(' ', history.GetProperty("metrics").EnumerateArray().Select(point => point.GetProperty("value").GetDouble())));
    }

    [Fact]
    public async Task An_equal_point_is_kept_once()
    {
        var run = await server.CreateRunAsync();
        for (var i = 0; i < 3; i++)
            await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"m","value":"NaN","timestamp":1,"step":1}""");
        await server.PostAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"m","value":2,"timestamp":1,"step":1}""");
        Assert.Equal(2, (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).GetProperty("metrics").GetArrayLength());
    }

    [Theory]
    [InlineData("a/b.c-d e:f_é", true)]
    [InlineData("a$b", false)]
    [InlineData("a?b", false)]
    [InlineData("a=b", false)]
    [InlineData("../a", false)]
    [InlineData("a/../b", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a//b", false)]
    [InlineData("./a", false)]
    [InlineData(".", false)]
    public async Task Keys_are_checked_everywhere(string key, bool valid)
    {
        var run = await server.CreateRunAsync();
        var quoted = JsonSerializer.Serialize(key);
        foreach (var (path, fields) in new[]
        {
            ("runs/log-metric", $"\"key\":{quoted},\"value\":1,\"timestamp\":1"),
            ("runs/log-parameter", $"\"key\":{quoted},\"value\":\"v\""),
            ("runs/set-tag", $"\"key\":{quoted},\"value\":\"v\""),
            ("runs/log-batch", $"\"metrics\":[{{\"key\":{quoted},\"value\":1,\"timestamp\":1}}]"),
            ("runs/log-batch", $"\"params\":[{{\"key\":{quoted},\"value\":\"v\"}}]"),
            ("runs/log-batch", $"\"tags\":[{{\"key\":{quoted},\"value\":\"v\"}}]"),
        })
        {
            var body = $$"""{"run_id":"{{run}}",{{fields}}}""";
            if (valid)
                await server.PostAsync(path, body);
            else
                await server.RefusedAsync(path, body);
        }

        if (valid)
            Assert.Equal(1, (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key={Uri.EscapeDataString(key)}")).GetProperty("metrics").GetArrayLength());
    }

    [Fact]
    public async Task Long_values_are_cut_and_long_keys_refused()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync("runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"{{new string('p', 7000)}}"}""");
        await server.PostAsync("runs/set-tag", $$"""{"run_id":"{{run}}","key":"t","value":"{{new string('t', 9000)}}"}""");
        var data = (await server.GetRunAsync(run)).GetProperty("data");
        Assert.Equal(6000, data.GetProperty("params")[0].GetProperty("value").GetString()!.Length);
        Assert.Equal(8000, data.GetProperty("tags")[0].GetProperty("value").GetString()!.Length);
        foreach (var path in (string[])["runs/log-parameter", "runs/set-tag"])
            await server.RefusedAsync(path, $$"""{"run_id":"{{run}}","key":"{{new string('k', 251)}}","value":"v"}""");
        await server.RefusedAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"{{new string('k', 251)}}","value":1,"timestamp":1}""");
        await server.RefusedAsync("runs/log-metric", $$"""{"run_id":"{{run}}","key":"k","value":1,"timestamp":-1}""");
    }

    [Theory]
    [InlineData(1001, 0, 0)]
    [InlineData(0, 101, 0)]
    [InlineData(0, 0, 101)]
    [InlineData(900, 60, 60)]
    public async Task Batches_have_limits(int metrics, int parameters, int tags)
    {
        var run = await server.CreateRunAsync();
        var body = Batch(run, metrics, parameters, tags);
        await server.RefusedAsync("runs/log-batch", body);
        Assert.False((await server.GetRunAsync(run)).GetProperty("data").TryGetProperty("params", out _));
    }

    [Fact]
    public async Task The_largest_batch_is_taken()
    {
        var run = await server.CreateRunAsync();
        await server.PostAsync("runs/log-batch", Batch(run, 800, 100, 100));
        await server.PostAsync("runs/log-batch", Batch(run, 1000, 0, 0));
        Assert.Equal(1000, (await server.GetRunAsync(run)).GetProperty("data").GetProperty("metrics").GetArrayLength());
    }

    [Fact]
    public async Task Repeated_parameters_in_one_batch_and_bad_run_ids_are_refused()
    {
        var run = await server.CreateRunAsync();
        await server.RefusedAsync("runs/log-batch", $$"""{"run_id":"{{run}}","params":[{"key":"p","value":"1"},{"key":"p","value":"1"}]}""");
        await server.RefusedAsync("runs/log-batch", """{"run_id":"../x"}""");
        await server.RefusedAsync("runs/log-batch", """{"run_id":"-x"}""");
    }

    [Fact]
    public async Task Tags_can_be_deleted_and_some_are_fields_of_the_run()
    {
        var experiment = await server.CreateExperimentAsync();
        var parent = await server.CreateRunAsync(experiment);
        var run = await server.CreateRunAsync(experiment, $$"""
            "run_name":"child","tags":[{"key":"mlflow.parentRunId","value":"{{parent}}"},{"key":"k","value":"v"}]
            """);
        await server.PostAsync("runs/set-tag", $$"""{"run_id":"{{run}}","key":"mlflow.note.content","value":"why"}""");
        var name = (await server.GetAsync($"experiments/get?experiment_id={experiment}")).GetProperty("experiment").GetProperty("name").GetString();
        var (_, native) = await server.Server.GetAsync($"/api/v1/projects/local/{name}/runs/{run}");
        Assert.Equal(parent, native.GetProperty("parent").GetString());
        Assert.Equal("why", native.GetProperty("notes").GetString());
        Assert.Equal("child", await server.SearchAsync(experiment, $"tags.mlflow.parentRunId = '{parent}'"));
        await server.PostAsync("runs/delete-tag", $$"""{"run_id":"{{run}}","key":"k"}""");
        await server.RefusedAsync("runs/delete-tag", $$"""{"run_id":"{{run}}","key":"k"}""", "RESOURCE_DOES_NOT_EXIST", 404);
    }

    [Fact]
    public async Task Logged_models_are_listed_in_a_tag()
    {
        var run = await server.CreateRunAsync();
        for (var i = 0; i < 2; i++)
        {
            var model = JsonSerializer.Serialize($$"""{"artifact_path":"m{{i}}","flavors":{"f":{} },"utc_time_created":"now","run_id":"{{run}}"}""");
            await server.PostAsync("runs/log-model", $$"""{"run_id":"{{run}}","model_json":{{model}}}""");
        }

        var tag = (await server.GetRunAsync(run)).GetProperty("data").GetProperty("tags").EnumerateArray()
            .Single(one => one.GetProperty("key").GetString() == "mlflow.log-model.history").GetProperty("value").GetString()!;
        Assert.Equal(["m0", "m1"], JsonElement.Parse(tag).EnumerateArray().Select(one => one.GetProperty("artifact_path").GetString()!));
        foreach (var bad in (string[])["", "{", "[]", "{\"artifact_path\":\"x\"}", "{\"a\":1,\"a\":2}"])
            await server.RefusedAsync("runs/log-model", $$"""{"run_id":"{{run}}","model_json":{{JsonSerializer.Serialize(bad)}}}""");
    }

    [Fact]
    public async Task Datasets_are_inputs_of_runs()
    {
        var experiment = await server.CreateExperimentAsync();
        var run = await server.CreateRunAsync(experiment, "\"run_name\":\"with\"");
        await server.CreateRunAsync(experiment, "\"run_name\":\"without\"");
        var body = $$"""
            {"run_id":"{{run}}","datasets":[{"tags":[{"key":"mlflow.data.context","value":"training"}],
             "dataset":{"name":"iris","digest":"d1","source_type":"local","source":"{}","schema":"s","profile":"p"} }]}
            """;
        await server.PostAsync("runs/log-inputs", body);
        await server.PostAsync("runs/log-inputs", body);
        var inputs = (await server.GetRunAsync(run)).GetProperty("inputs").GetProperty("dataset_inputs");
        Assert.Equal(1, inputs.GetArrayLength());
        Assert.Equal("""{"name":"iris","digest":"d1","source_type":"local","source":"{}","schema":"s","profile":"p"}""", inputs[0].GetProperty("dataset").GetRawText());
        Assert.Equal("training", inputs[0].GetProperty("tags")[0].GetProperty("value").GetString());
        foreach (var filter in (string[])["dataset.name = 'iris'", "datasets.digest LIKE 'd%'", "dataset.context IN ('training')", "dataset.name NOT IN ('x') AND dataset.context ILIKE 'TRAIN%'"])
            Assert.Equal("with", await server.SearchAsync(experiment, filter));
        Assert.Equal("", await server.SearchAsync(experiment, "dataset.name = 'other'"));
        var summaries = await server.PostAsync("/ajax-api/2.0/mlflow/experiments/search-datasets", $$"""{"experiment_ids":["{{experiment}}"]}""");
        Assert.Equal($$"""[{"experiment_id":"{{experiment}}","name":"iris","digest":"d1","context":"training"}]""", summaries.GetProperty("dataset_summaries").GetRawText());
        await server.RefusedAsync("/ajax-api/2.0/mlflow/experiments/search-datasets", """{"experiment_ids":[]}""");
    }

    [Theory]
    [InlineData("name", 501)]
    [InlineData("digest", 37)]
    [InlineData("source", 65536)]
    [InlineData("schema", 1048576)]
    public async Task Datasets_have_limits(string field, int length)
    {
        var run = await server.CreateRunAsync();
        var fields = new Dictionary<string, string> { ["name"] = "n", ["digest"] = "d", ["source_type"] = "t", ["source"] = "s", [field] = new string('x', length) };
        await server.RefusedAsync("runs/log-inputs", $$"""{"run_id":"{{run}}","datasets":[{"dataset":{{JsonSerializer.Serialize(fields)}}}]}""");
    }

    private static string Batch(string run, int metrics, int parameters, int tags) => $$"""
        {"run_id":"{{run}}",
         "metrics":[{{string.Join(',', Enumerable.Range(0, metrics).Select(i => $$"""{"key":"m{{i}}","value":{{i}},"timestamp":1}"""))}}],
         "params":[{{string.Join(',', Enumerable.Range(0, parameters).Select(i => $$"""{"key":"p{{i}}","value":"{{i}}"}"""))}}],
         "tags":[{{string.Join(',', Enumerable.Range(0, tags).Select(i => $$"""{"key":"t{{i}}","value":"{{i}}"}"""))}}]}
        """;
}
