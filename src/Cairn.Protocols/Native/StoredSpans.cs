using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Traces;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Traces;

namespace Cairn.Protocols.Native;

/// <summary>Finds the steps of a trace: those sent over OTLP, or the file in which its client put them.</summary>
internal sealed class StoredSpans(TraceStore traces, ArtifactTree tree)
{
    private const string FileName = "traces.json";
    private const long MostBytes = 64L * 1024 * 1024;

    /// <summary>The steps as they were sent; none where there are none or the file can't be read.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(Caller caller, Trace trace, CancellationToken cancellationToken)
    {
        var sent = traces.Spans(caller, [trace.Uid]);
        if (sent.Count > 0)
            return [.. sent.Select(span => JsonElement.Parse(span.Body))];
        if (trace.Labels.GetValueOrDefault(TraceKeys.Location) is not { } location || ArtifactTree.PathOf(location) is not { } folder
            || tree.Find(caller, $"{folder}/{FileName}") is not { Size: <= MostBytes } file || tree.OpenRead(file) is not { } bytes)
        {
            return [];
        }

        await using (bytes)
        {
            try
            {
                using var json = await JsonDocument.ParseAsync(bytes, cancellationToken: cancellationToken);
                return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("spans", out var spans)
                    && spans.ValueKind == JsonValueKind.Array
                    ? [.. spans.EnumerateArray().Select(span => span.Clone())]
                    : [];
            }
            catch (JsonException)
            {
                return [];
            }
        }
    }
}
