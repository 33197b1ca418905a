using System.Net;
using System.Text.Json;

namespace Cairn.Protocols.Import;

/// <summary>What the server said.</summary>
internal sealed record ImportAnswer(HttpStatusCode Status, JsonElement Json)
{
    public bool Ok => (int)Status is >= 200 and < 300;

    /// <summary>MLflow's word for what is wrong; null when it is none of its errors.</summary>
    public string? ErrorCode => Text("error_code");

    /// <summary>The server's words for what is wrong.</summary>
    public string Problem => Text("detail") is { } detail
        ? string.Join(' ', new[] { detail, Text("remedy") }.OfType<string>())
        : Text("message") ?? $"the server answered {(int)Status}";

    private string? Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
