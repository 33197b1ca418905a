using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Traces;

namespace Cairn.Protocols.Mlflow.Otlp;

/// <summary>One span of an OTLP request, checked, in the form in which traces keep and show it.</summary>
internal sealed class OtlpSpan
{
    private const int TraceIdDigits = 32;
    private const int SpanIdDigits = 16;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private static readonly string[] StatusCodes = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

    /// <summary>Reads a span of OTLP's JSON; <see cref="InvalidDataException"/> when it is none.</summary>
    public OtlpSpan(JsonObject span)
    {
        var trace = Id(span, "traceId", TraceIdDigits) ?? throw new InvalidDataException("A span has no traceId of 16 bytes.");
        var id = Id(span, "spanId", SpanIdDigits) ?? throw new InvalidDataException("A span has no spanId of 8 bytes.");
        var parent = Id(span, "parentSpanId", SpanIdDigits);
        var (start, end) = (Time(span, "startTimeUnixNano"), Time(span, "endTimeUnixNano"));
        var name = Text(span["name"]) ?? "";
        IsError = Code(span["status"]) == 2;
        var body = new JsonObject
        {
            ["trace_id"] = trace,
            ["span_id"] = id,
            ["parent_span_id"] = parent,
            ["name"] = name,
            ["start_time_unix_nano"] = start,
            ["end_time_unix_nano"] = end,
            ["attributes"] = Snake(span["attributes"] as JsonArray ?? []),
            ["events"] = Snake(span["events"] as JsonArray ?? []),
            ["links"] = Snake(span["links"] as JsonArray ?? []),
            ["status"] = new JsonObject
            {
                ["code"] = StatusCodes[Code(span["status"])],
                ["message"] = Text((span["status"] as JsonObject)?["message"]) ?? "",
            },
        };
        Attributes = Strings(span["attributes"] as JsonArray ?? []);
        Span = new TraceSpan($"tr-{trace}", id, parent, name, start, end, body.ToJsonString());
    }

    public TraceSpan Span { get; }

    public bool IsError { get; }

    /// <summary>The attributes that are texts.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; }

    /// <summary>Unix milliseconds.</summary>
    public long StartMilliseconds => Span.Start / NanosecondsPerMillisecond;

    /// <summary>Milliseconds.</summary>
    public long Duration => Math.Max(0, (Span.End - Span.Start) / NanosecondsPerMillisecond);

    private static string? Id(JsonObject span, string name, int digits)
    {
        if (Text(span[name]) is not { Length: > 0 } text)
            return null;

        // Some senders write the bytes in base64, as protobuf's own JSON does.
        Span<byte> bytes = stackalloc byte[24];
        if (text.Length != digits && Convert.TryFromBase64String(text, bytes, out var length) && length == digits / 2)
            text = Convert.ToHexStringLower(bytes[..length]);
        if (text.Length != digits || !text.All(char.IsAsciiHexDigit))
            throw new InvalidDataException($"A span's {name} is no id.");
        return text.All(digit => digit == '0') ? null : text.ToLowerInvariant();
    }

    private static long Time(JsonObject span, string name) => span[name] switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<long>(out var number) => number,
        JsonValue value when Text(value) is { } text
            && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue => (long)number,
        null => 0,
        _ => throw new InvalidDataException($"A span's {name} is no time."),
    };

    private static int Code(JsonNode? status)
    {
        if ((status as JsonObject)?["code"] is not JsonValue code)
            return 0;
        if (code.GetValueKind() == JsonValueKind.Number)
            return code.TryGetValue<int>(out var number) && number is >= 0 and <= 2 ? number : 0;
        return Math.Max(0, Array.IndexOf(StatusCodes, Text(code)));
    }

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static Dictionary<string, string> Strings(JsonArray attributes)
    {
        var texts = new Dictionary<string, string>();
        foreach (var attribute in attributes.OfType<JsonObject>())
        {
            if (Text(attribute["key"]) is { } key && Text((attribute["value"] as JsonObject)?["stringValue"]) is { } value)
                texts[key] = value;
        }

        return texts;
    }

    // Names as protobuf has them, which is what MLflow's clients read.
    private static JsonArray Snake(JsonArray list)
    {
        JsonArray renamed = [];
        foreach (var item in list.OfType<JsonObject>())
            renamed.Add(Snake(item));
        return renamed;
    }

    private static JsonObject Snake(JsonObject json)
    {
        var renamed = new JsonObject();
        foreach (var (name, value) in json)
        {
            renamed[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = value switch
            {
                JsonObject inner => Snake(inner),
                JsonArray inner => Snake(inner),
                _ => value?.DeepClone(),
            };
        }

        return renamed;
    }
}
