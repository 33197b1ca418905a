using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

/// <summary>Nothing that a client can send may end as a failure of the server: clients send that again for minutes.</summary>
public sealed class FuzzTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const int LongFactor = 50;

    // Longer than any call takes on a busy machine: what is not back by then hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly int Rounds = 40 * (Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? LongFactor : 1);

    private static readonly string[] Segments =
    [
        "x", "0", "-1", "99999999999999999999", "..", "%2e%2e", "%252e%252e", "..%2f..%2fetc", "%5c..%5c", "%00", "%ff%fe", "%ED%A0%80", "a%20b",
        "a%0d%0ab", "tr-x", "m-x", "file%3A%2F%2F%2Fetc", "%2F%2F", "%23", "%3F", "~", "'", "%22", "{x}", "%F0%9F%98%80", "C%3A%5C",
    ];

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
        { "GET", "experiments/get" }, { "GET", "experiments/get-by-name" }, { "GET", "experiments/search" }, { "POST", "experiments/delete" },
        { "POST", "experiments/restore" }, { "POST", "experiments/delete-experiment-tag" }, { "POST", "experiments/search-datasets" },
        { "GET", "runs/get" }, { "POST", "runs/delete" }, { "POST", "runs/restore" }, { "GET", "metrics/get-history-bulk" },
        { "GET", "registered-models/get" }, { "POST", "registered-models/rename" }, { "DELETE", "registered-models/delete" },
        { "POST", "registered-models/get-latest-versions" }, { "POST", "registered-models/set-tag" }, { "DELETE", "registered-models/delete-tag" },
        { "GET", "registered-models/alias" }, { "DELETE", "registered-models/alias" }, { "GET", "model-versions/get" },
        { "PATCH", "model-versions/update" }, { "DELETE", "model-versions/delete" }, { "GET", "model-versions/get-download-uri" },
        { "POST", "model-versions/set-tag" }, { "DELETE", "model-versions/delete-tag" }, { "GET", "/model-versions/get-artifact" },
        { "GET", "/get-artifact" }, { "POST", "/ajax-api/2.0/mlflow/upload-artifact" }, { "GET", "logged-models/FUZZ" },
        { "DELETE", "logged-models/FUZZ" }, { "PATCH", "logged-models/FUZZ/tags" }, { "DELETE", "logged-models/FUZZ/tags/FUZZ" },
        { "POST", "logged-models/FUZZ/params" }, { "GET", "logged-models/FUZZ/artifacts/directories" },
        { "GET", "logged-models/FUZZ/artifacts/files" }, { "PATCH", "traces/FUZZ" }, { "GET", "traces/FUZZ/info" }, { "GET", "get-trace-artifact" },
        { "PATCH", "traces/FUZZ/tags" }, { "DELETE", "traces/FUZZ/tags" }, { "GET", "/api/3.0/mlflow/traces/FUZZ" },
        { "GET", "/api/3.0/mlflow/traces/get" }, { "GET", "/api/3.0/mlflow/traces/batchGet" }, { "POST", "/api/3.0/mlflow/traces/batchGetInfos" },
        { "POST", "/api/3.0/mlflow/traces/delete-traces" }, { "GET", "/api/3.0/mlflow/traces/FUZZ/assessments/FUZZ" },
        { "DELETE", "/api/3.0/mlflow/traces/FUZZ/assessments/FUZZ" }, { "POST", "traces/link-to-run" }, { "POST", "/v1/traces" },
        { "GET", "/api/2.0/mlflow-artifacts/artifacts" }, { "GET", "/api/2.0/mlflow-artifacts/artifacts/FUZZ/FUZZ" },
        { "PUT", "/api/2.0/mlflow-artifacts/artifacts/FUZZ/FUZZ" }, { "DELETE", "/api/2.0/mlflow-artifacts/artifacts/FUZZ/FUZZ" },
        { "POST", "/api/3.0/mlflow/traces/FUZZ/assessments" }, { "PATCH", "/api/3.0/mlflow/traces/FUZZ/tags" }, { "PATCH", "logged-models/FUZZ" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_body_makes_the_server_fail(string method, string path)
    {
#pragma warning disable CA5394 // The same bodies in every run.
        var random = new Random(path.Length * 7919);
        var run = await StartAsync();
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

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_query_and_no_path_make_the_server_fail(string method, string path)
    {
#pragma warning disable CA5394 // The same requests in every run.
        var random = new Random(path.Length * 104_729);
        var run = await StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var target = string.Concat(path.Split("FUZZ").SelectMany((part, i) => i == 0 ? [part] : new[] { Segments[random.Next(Segments.Length)], part }));
            var fields = Enumerable.Range(0, random.Next(0, 6)).Select(_ =>
            {
                var field = Fields[random.Next(Fields.Length)];
                return field + random.Next(8) switch
                {
                    0 => "",
                    1 => "=" + Segments[random.Next(Segments.Length)],
                    2 when field is "run_id" or "run_ids" or "run_uuid" => "=" + run,
                    _ => "=" + Uri.EscapeDataString(Values[random.Next(Values.Length)].Trim('"').Replace("\\ud800", "\ufffd", StringComparison.Ordinal)),
                };
            });
            await SendAsync(method, $"{target}?{string.Join('&', fields)}", round % 2 == 0 ? "" : "{}");
        }
#pragma warning restore CA5394
    }

    // The fuzzer before may have deleted the default experiment.
    private async Task<string> StartAsync()
    {
        using var restore = new StringContent("""{"experiment_id":"0"}""");
        using var _ = await server.Http.PostAsync(new Uri("/api/2.0/mlflow/experiments/restore", UriKind.Relative), restore, TestContext.Current.CancellationToken);
        return await server.CreateRunAsync();
    }

    private async Task SendAsync(string method, string path, string body)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var request = new HttpRequestMessage(
            new HttpMethod(method), path.StartsWith('/') ? path : $"/api/2.0/mlflow/{path}") { Content = new StringContent(body, Encoding.Latin1) };
        request.Content.Headers.ContentType = new("application/json");
        using var response = await server.Http.SendAsync(request, limit.Token);
        var answer = await response.Content.ReadAsStringAsync(limit.Token);
        var status = (int)response.StatusCode;
        Assert.True(status < 500, $"{method} {path} {body}: {status} {answer}");
        if (status < 400)
            return;

        // The call of OpenTelemetry says what is wrong in a form of its own.
        if (path.StartsWith("/v1/", StringComparison.Ordinal))
            return;

        // Unknown paths and methods are no JSON: clients tell old servers by that. The framework itself refuses what is no HTTP.
        if (response.Content.Headers.ContentType?.MediaType != "application/json")
        {
            Assert.True(status is 404 or 405 || answer.Length == 0, $"{method} {path}: {status} {answer}");
            return;
        }

        var error = JsonElement.Parse(answer);
        Assert.True(
            error.TryGetProperty("error_code", out var code) && code.GetString()!.Length > 0 && error.GetProperty("message").GetString()!.Length > 0,
            $"{method} {path} {body}: {answer}");
    }
}
