using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Mlflow.Traces;

/// <summary>Steps of traces in the two forms that MLflow's clients read: protobuf's JSON, and the file <c>traces.json</c>.</summary>
internal static class SpanJson
{
    private const int DeepestValue = 32;

    /// <summary>A step as protobuf's JSON, in which ids are bytes in base64.</summary>
    public static JsonElement Message(TraceSpan span)
    {
        var json = (JsonObject)JsonNode.Parse(span.Body)!;
        SetIds(json);
        foreach (var link in (json["links"] as JsonArray ?? []).OfType<JsonObject>())
            SetIds(link);
        return JsonSerializer.SerializeToElement(json);
    }

    /// <summary>The file in which clients keep the steps of a trace; in it every attribute is JSON within a text.</summary>
    public static byte[] File(IEnumerable<TraceSpan> spans) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { ["spans"] = new JsonArray([.. spans.Select(Entry)]) });

    private static JsonObject Entry(TraceSpan span)
    {
        var json = (JsonObject)JsonNode.Parse(span.Body)!;
        SetIds(json);
        var attributes = new JsonObject();
        foreach (var (key, value) in Pairs(json["attributes"]))
            attributes[key] = value?.ToJsonString() ?? "null";
        return new JsonObject
        {
            ["trace_id"] = json["trace_id"]?.DeepClone(),
            ["span_id"] = json["span_id"]?.DeepClone(),
            ["parent_span_id"] = json["parent_span_id"]?.DeepClone(),
            ["name"] = span.Name,
            ["start_time_unix_nano"] = span.Start,
            ["end_time_unix_nano"] = span.End,
            ["events"] = new JsonArray([.. (json["events"] as JsonArray ?? []).OfType<JsonObject>().Select(Event)]),
            ["status"] = new JsonObject
            {
                ["code"] = json["status"]?["code"]?.DeepClone(),
                ["message"] = json["status"]?["message"] is JsonValue message && message.ToString().Length > 0 ? message.DeepClone() : null,
            },
            ["attributes"] = attributes,
        };
    }

    private static JsonObject Event(JsonObject json)
    {
        var attributes = new JsonObject();
        foreach (var (key, value) in Pairs(json["attributes"]))
            attributes[key] = value;
        return new JsonObject
        {
            ["name"] = json["name"]?.DeepClone(), ["time_unix_nano"] = Whole(json["time_unix_nano"]), ["attributes"] = attributes,
        };
    }

    private static void SetIds(JsonObject json)
    {
        foreach (var name in (string[])["trace_id", "span_id", "parent_span_id"])
        {
            if (json[name] is JsonValue value && value.TryGetValue<string>(out var hex) && hex.Length > 0 && hex.Length % 2 == 0
                && hex.All(char.IsAsciiHexDigit))
            {
                json[name] = Convert.ToBase64String(Convert.FromHexString(hex));
            }
        }
    }

    private static IEnumerable<(string Key, JsonNode? Value)> Pairs(JsonNode? list, int depth = 0) =>
        (list as JsonArray ?? []).OfType<JsonObject>()
            .Where(pair => pair["key"] is JsonValue)
            .Select(pair => (pair["key"]!.ToString(), Value(pair["value"] as JsonObject, depth)));

    // OTLP says of each value what it is.
    private static JsonNode? Value(JsonObject? any, int depth)
    {
        if (any is null || any.Count == 0 || depth > DeepestValue)
            return null;
        var (kind, value) = any.First();
        switch (kind)
        {
            case "int_value":
                return Whole(value);
            case "array_value":
                return new JsonArray([.. ((value as JsonObject)?["values"] as JsonArray ?? []).Select(item => Value(item as JsonObject, depth + 1))]);
            case "kvlist_value":
                var map = new JsonObject();
                foreach (var (key, inner) in Pairs((value as JsonObject)?["values"], depth + 1))
                    map[key] = inner;
                return map;
            default:
                return value?.DeepClone();
        }
    }

    // 64 bits are a text in protobuf's JSON.
    private static JsonNode? Whole(JsonNode? value) =>
        value is JsonValue && long.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : value?.DeepClone();
}
