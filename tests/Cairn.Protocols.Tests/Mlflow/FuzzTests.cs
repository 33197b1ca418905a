using System.Text;

namespace Cairn.Protocols.Tests.Mlflow;

/// <summary>Nothing that a client can send may end as a failure of the server: clients send that again for minutes.</summary>
public sealed class FuzzTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const int Rounds = 40;

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e400", "9223372036854775808", "0.1", "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"..\"", "NaN", "[]", "{}",
        "[null]", "[[]]", "[\"x\"]", "[{\"key\":\"k\"}]", "[{\"key\":\"k\",\"value\":\"v\",\"timestamp\":1}]", "{\"a\":1,\"a\":2}", "\"models:/a/1\"",
        "\"0\"", "[\"0\"]", "\"metrics.x > 1\"", "\"status = 'OK'\"", "\"{}\"", "\"2026-01-01T00:00:00Z\"", "\"1s\"", "[\"metrics.x DESC\"]",
    ];

    private static readonly string[] Fields =
    [
        "name", "experiment_id", "experiment_ids", "run_id", "run_uuid", "key", "value", "timestamp", "step", "metrics", "params", "tags", "filter",
        "order_by", "max_results", "page_token", "datasets", "models", "model_json", "status", "end_time", "source", "version", "alias", "stage",
        "stages", "trace", "trace_info", "assessment", "locations", "timestamp_ms", "request_metadata", "description", "new_name", "artifact_location",
        "path", "metric_key", "run_ids", "start_step", "end_step", "trace_ids", "request_ids", "max_timestamp_millis", "model_id", "update_mask",
    ];

    public static TheoryData<string, string> Calls => new()
    {
        { "POST", "experiments/create" }, { "POST", "experiments/search" }, { "POST", "experiments/update" }, { "POST", "experiments/set-experiment-tag" },
        { "POST", "runs/create" }, { "POST", "runs/update" }, { "POST", "runs/log-metric" }, { "POST", "runs/log-parameter" }, { "POST", "runs/log-batch" },
        { "POST", "runs/set-tag" }, { "POST", "runs/delete-tag" }, { "POST", "runs/log-inputs" }, { "POST", "runs/outputs" }, { "POST", "runs/log-model" },
        { "POST", "runs/search" }, { "GET", "metrics/get-history" }, { "GET", "metrics/get-history-bulk-interval" }, { "GET", "artifacts/list" },
        { "POST", "registered-models/create" }, { "PATCH", "registered-models/update" }, { "GET", "registered-models/search" },
        { "POST", "registered-models/alias" }, { "POST", "model-versions/create" }, { "POST", "model-versions/transition-stage" },
        { "GET", "model-versions/search" }, { "POST", "logged-models" }, { "POST", "logged-models/search" }, { "POST", "traces" }, { "GET", "traces" },
        { "POST", "/api/3.0/mlflow/traces" }, { "POST", "/api/3.0/mlflow/traces/search" }, { "POST", "traces/delete-traces" },
        { "POST", "/api/3.0/mlflow/traces/FUZZ/assessments" }, { "PATCH", "/api/3.0/mlflow/traces/FUZZ/tags" }, { "PATCH", "logged-models/FUZZ" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_body_makes_the_server_fail(string method, string path)
    {
#pragma warning disable CA5394 // The same bodies in every run.
        var random = new Random(path.Length * 7919);
        var run = await server.CreateRunAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var members = Enumerable.Range(0, random.Next(1, 8)).Select(_ =>
            {
                var field = Fields[random.Next(Fields.Length)];
                var value = field is "run_id" && random.Next(3) > 0 ? $"\"{run}\"" : Values[random.Next(Values.Length)];
                if (random.Next(12) == 0)
                    value = $"{{\"{Fields[random.Next(Fields.Length)]}\":{value}}}";
                return $"\"{field}\":{value}";
            });
            await SendAsync(method, path, "{" + string.Join(',', members) + "}");
        }

        foreach (var broken in (string[])["", "{", "\"", "\\", "[", new string('[', 5000), "{\"\\ud800\":1}", "nul"])
            await SendAsync(method, path, broken);
        var noise = new byte[64];
        for (var round = 0; round < Rounds; round++)
        {
            random.NextBytes(noise);
            await SendAsync(method, path, Encoding.Latin1.GetString(noise));
        }
#pragma warning restore CA5394
    }

    private async Task SendAsync(string method, string path, string body)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}") { Content = new StringContent(body, Encoding.Latin1) };
        request.Content.Headers.ContentType = new("application/json");
        using var response = await server.Http.SendAsync(request);
        Assert.True((int)response.StatusCode < 500, $"{method} {path} {body}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }
}
