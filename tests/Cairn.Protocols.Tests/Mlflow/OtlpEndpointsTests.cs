using System.Net;
using System.Text;
using System.Text.Json;

namespace Cairn.Protocols.Tests.Mlflow;

public sealed class OtlpEndpointsTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Json_and_protobuf_make_the_same_trace()
    {
        var experiment = await server.CreateExperimentAsync();
        var json = Guid.NewGuid().ToString("n");
        var (status, _) = await ExportAsync(experiment, Encoding.UTF8.GetBytes(Json(json)), "application/json");
        Assert.Equal(HttpStatusCode.OK, status);
        var binary = Guid.NewGuid().ToString("n");
        (status, var answer) = await ExportAsync(experiment, Protobuf(binary), "application/x-protobuf");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("", answer);

        var texts = new List<string>();
        foreach (var id in (string[])[json, binary])
        {
            var trace = (await server.GetAsync($"/api/3.0/mlflow/traces/get?trace_id=tr-{id}")).GetProperty("trace");
            var info = trace.GetProperty("trace_info");
            Assert.Equal("OK", info.GetProperty("state").GetString());
            Assert.Equal("2s", info.GetProperty("execution_duration").GetString());
            Assert.Equal("ask", info.GetProperty("tags").GetProperty("mlflow.traceName").GetString());
            Assert.Equal(2, trace.GetProperty("spans").GetArrayLength());
            Assert.Equal("TRACKING_STORE", info.GetProperty("tags").GetProperty("mlflow.trace.spansLocation").GetString());
            Assert.Equal("AQIDBAUGBwg=", trace.GetProperty("spans")[1].GetProperty("parent_span_id").GetString());
            var bytes = Convert.ToBase64String(Convert.FromHexString(id));
            Assert.Equal(bytes, trace.GetProperty("spans")[0].GetProperty("trace_id").GetString());
            texts.Add(trace.GetProperty("spans").GetRawText().Replace(JsonEncodedText.Encode(bytes).ToString(), "X", StringComparison.Ordinal).Replace(bytes, "X", StringComparison.Ordinal));
            var file = await server.GetAsync($"/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-{id}");
            Assert.Equal("AQIDBAUGBwg=", file.GetProperty("spans")[1].GetProperty("parent_span_id").GetString());
            Assert.Equal(JsonValueKind.Object, file.GetProperty("spans")[1].GetProperty("attributes").ValueKind);
        }

        Assert.Equal(texts[0], texts[1]);
        var found = await server.PostAsync(
            "/api/3.0/mlflow/traces/search",
            $$$"""{"locations":[{"mlflow_experiment":{"experiment_id":"{{{experiment}}}"}}],"filter":"span.name = 'look up' AND span.attributes.depth = '3' AND trace.text LIKE '%look%'"}""");
        Assert.Equal(2, found.GetProperty("traces").GetArrayLength());

        // The text is what people wrote, not the form that it was sent in.
        found = await server.PostAsync(
            "/api/3.0/mlflow/traces/search",
            $$$"""{"locations":[{"mlflow_experiment":{"experiment_id":"{{{experiment}}}"}}],"filter":"trace.text LIKE '%value%'"}""");
        Assert.False(found.TryGetProperty("traces", out _));
    }

    [Fact]
    public async Task What_is_no_export_is_refused_whole()
    {
        var experiment = await server.CreateExperimentAsync();
        var good = Guid.NewGuid().ToString("n");
        Assert.Equal(422, (int)(await ExportAsync(null, Encoding.UTF8.GetBytes(Json(good)), "application/json")).Status);
        Assert.Equal(415, (int)(await ExportAsync(experiment, "x"u8.ToArray(), "text/plain")).Status);
        Assert.Equal(404, (int)(await ExportAsync("999999", Encoding.UTF8.GetBytes(Json(good)), "application/json")).Status);
        foreach (var bad in (string[])["", "{", "[]", "{}", "{\"resourceSpans\":5}", Json("short"), Json(good).Replace("1000000000", "soon", StringComparison.Ordinal)])
            Assert.Equal(400, (int)(await ExportAsync(experiment, Encoding.UTF8.GetBytes(bad), "application/json")).Status);
        var whole = Protobuf(good);
        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(400, (int)(await ExportAsync(experiment, whole[..length], "application/x-protobuf")).Status);
        await server.RefusedAsync(HttpMethod.Get, $"/api/3.0/mlflow/traces/tr-{good}", null, 404, "RESOURCE_DOES_NOT_EXIST");
    }

    private static string Json(string trace) =>
        $$$"""
        {"resourceSpans":[{"scopeSpans":[{"spans":[
          {"traceId":"{{{trace}}}","spanId":"0102030405060708","name":"ask","kind":1,"startTimeUnixNano":"1000000000","endTimeUnixNano":"3000000000",
           "attributes":[],"status":{"code":1}},
          {"traceId":"{{{trace}}}","spanId":"1112131415161718","parentSpanId":"0102030405060708","name":"look up","kind":1,
           "startTimeUnixNano":"1500000000","endTimeUnixNano":"2000000000","attributes":[{"key":"depth","value":{"intValue":"3"}}]}]}]}]}
        """;

    private static byte[] Protobuf(string trace)
    {
        var id = Convert.FromHexString(trace);
        byte[] top = [1, 2, 3, 4, 5, 6, 7, 8], inner = [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18];
        byte[] first =
        [
            .. Field(1, id), .. Field(2, top), .. Field(5, "ask"u8), 6 << 3, 1, .. Fixed(7, 1_000_000_000), .. Fixed(8, 3_000_000_000),
            .. Field(15, [3 << 3, 1]),
        ];
        byte[] second =
        [
            .. Field(1, id), .. Field(2, inner), .. Field(4, top), .. Field(5, "look up"u8), 6 << 3, 1, .. Fixed(7, 1_500_000_000),
            .. Fixed(8, 2_000_000_000), .. Field(9, [.. Field(1, "depth"u8), .. Field(2, [3 << 3, 3])]),
        ];
        return Field(1, Field(2, [.. Field(2, first), .. Field(2, second)]));
    }

    private static byte[] Field(int number, ReadOnlySpan<byte> bytes)
    {
        var length = new List<byte>();
        for (var rest = bytes.Length; ; rest >>= 7)
        {
            length.Add((byte)((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0)));
            if (rest <= 0x7F)
                break;
        }

        return [(byte)((number << 3) | 2), .. length, .. bytes];
    }

    private static byte[] Fixed(int number, long value) => [(byte)((number << 3) | 1), .. BitConverter.GetBytes(value)];

    private async Task<(HttpStatusCode Status, string Body)> ExportAsync(string? experiment, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/traces") { Content = new ByteArrayContent(body) };
        request.Content.Headers.Add("Content-Type", type);
        if (experiment is not null)
            request.Headers.Add("x-mlflow-experiment-id", experiment);
        using var response = await server.Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
