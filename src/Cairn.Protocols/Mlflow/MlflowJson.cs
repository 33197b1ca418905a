using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cairn.Protocols.Mlflow.Wire;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Mlflow;

/// <summary>How MLflow's answers are written: snake_case, what is unset left out, whole numbers as numbers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(MlflowNumberConverter)])]
[JsonSerializable(typeof(ErrorWire))]
[JsonSerializable(typeof(EmptyWire))]
[JsonSerializable(typeof(ExperimentIdWire))]
[JsonSerializable(typeof(ExperimentAnswer))]
[JsonSerializable(typeof(ExperimentsAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(RunInfoAnswer))]
[JsonSerializable(typeof(RunsAnswer))]
[JsonSerializable(typeof(MetricsAnswer))]
[JsonSerializable(typeof(FilesAnswer))]
[JsonSerializable(typeof(ServerInfoAnswer))]
internal sealed partial class MlflowJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext http, int status, object answer)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await using (var writer = new Utf8JsonWriter(http.Response.BodyWriter, Relaxed))
            JsonSerializer.Serialize(writer, answer, Default.GetTypeInfo(answer.GetType())!);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
