using System.Text.Json;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>What searches may ask of a step of a trace, as text.</summary>
internal static class SpanText
{
    private const string AttributePrefix = "attributes.";

    /// <summary>The text of <c>name</c>, <c>status</c>, <c>type</c>, <c>attributes.x</c>, or of the whole step.</summary>
    public static string? Of(TraceSpan span, string key) => key switch
    {
        "name" => span.Name,
        "status" => Status(span),
        "type" => Attribute(span, "mlflow.spanType"),
        "content" => span.Body,
        "text" => Words(span),
        _ when key.StartsWith(AttributePrefix, StringComparison.Ordinal) => Attribute(span, key[AttributePrefix.Length..]),
        _ => null,
    };

    // What people wrote, without the names that OpenTelemetry's form puts around it.
    private static string Words(TraceSpan span)
    {
        var body = JsonElement.Parse(span.Body);
        var words = new List<string> { span.Name };
        AddAttributes(body, words);
        if (body.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in events.EnumerateArray())
            {
                if (one.TryGetProperty("name", out var name))
                    words.Add(name.ToString());
                AddAttributes(one, words);
            }
        }

        return string.Join('\n', words);
    }

    private static void AddAttributes(JsonElement holder, List<string> words)
    {
        if (!holder.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Array)
            return;
        foreach (var attribute in attributes.EnumerateArray())
        {
            words.Add(attribute.GetProperty("key").ToString());
            if (attribute.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object)
                words.AddRange(value.EnumerateObject().Select(member => member.Value.ToString()));
        }
    }

    private static string Status(TraceSpan span)
    {
        var body = JsonElement.Parse(span.Body);
        var code = body.TryGetProperty("status", out var status) && status.TryGetProperty("code", out var word)
            ? word.GetString()
            : null;
        return code switch
        {
            "STATUS_CODE_OK" => "OK",
            "STATUS_CODE_ERROR" => "ERROR",
            _ => "UNSET",
        };
    }

    // MLflow's clients write every attribute as JSON text, so that a text has quotes of its own.
    private static string? Attribute(TraceSpan span, string name)
    {
        var body = JsonElement.Parse(span.Body);
        if (!body.TryGetProperty("attributes", out var attributes))
            return null;
        foreach (var attribute in attributes.EnumerateArray())
        {
            if (attribute.GetProperty("key").GetString() != name)
                continue;
            var value = attribute.GetProperty("value");
            var text = value.TryGetProperty("string_value", out var plain)
                ? plain.GetString()!
                : value.EnumerateObject().Select(member => member.Value.ToString()).FirstOrDefault("");
            return text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
        }

        return null;
    }
}
