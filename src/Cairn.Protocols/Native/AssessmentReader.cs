using System.Text.Json;
using Cairn.Core.Traces;
using Cairn.Protocols.Native.Wire;

namespace Cairn.Protocols.Native;

/// <summary>Reads assessments, which are kept as their clients sent them.</summary>
internal static class AssessmentReader
{
    public static AssessmentWire Read(Assessment assessment)
    {
        var body = JsonElement.Parse(assessment.Body);
        var kind = body.TryGetProperty("expectation", out var said) ? "expectation" : "feedback";
        if (kind == "feedback")
            body.TryGetProperty("feedback", out said);
        body.TryGetProperty("source", out var source);
        return new AssessmentWire(
            assessment.Uid,
            Text(body, "assessment_name") ?? "",
            kind,
            Value(said),
            Text(body, "rationale"),
            Text(source, "source_type"),
            Text(source, "source_id"),
            said.ValueKind == JsonValueKind.Object && said.TryGetProperty("error", out var error)
                ? Text(error, "error_message") ?? Text(error, "error_code")
                : null,
            !body.TryGetProperty("valid", out var valid) || valid.ValueKind != JsonValueKind.False,
            Text(body, "span_id"));
    }

    // Expectations of any shape are text of a named form.
    private static JsonElement? Value(JsonElement said)
    {
        if (said.ValueKind != JsonValueKind.Object)
            return null;
        if (said.TryGetProperty("value", out var value))
            return value;
        if (!said.TryGetProperty("serialized_value", out var serialized) || Text(serialized, "value") is not { } text)
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return serialized.GetProperty("value");
        }
    }

    private static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
