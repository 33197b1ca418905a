using System.Globalization;
using System.Text.Json;
using Cairn.Protocols.Native.Wire;

namespace Cairn.Protocols.Native;

/// <summary>
/// Reads the steps of a trace from the forms in which clients send them: OTLP's JSON, and MLflow's own of both versions.
/// </summary>
internal static class SpanReader
{
    private const double NanosecondsPerMillisecond = 1e6;
    private static readonly string[] InputNames =
        ["mlflow.spanInputs", "input.value", "gen_ai.input.messages", "gen_ai.prompt", "traceloop.entity.input"];

    private static readonly string[] OutputNames =
        ["mlflow.spanOutputs", "output.value", "gen_ai.output.messages", "gen_ai.completion", "traceloop.entity.output"];

    private static readonly string[] TypeNames =
        ["mlflow.spanType", "openinference.span.kind", "traceloop.span.kind", "gen_ai.operation.name"];

    /// <summary>The steps by start, their times from the first; what is no step is left out.</summary>
    public static IReadOnlyList<SpanWire> Read(IEnumerable<JsonElement> spans)
    {
        var known = spans
            .Where(span => span.ValueKind == JsonValueKind.Object)
            .Select(span => (Span: span, Start: Time(span, "start_time_unix_nano", "start_time"), End: Time(span, "end_time_unix_nano", "end_time")))
            .OrderBy(one => one.Start)
            .ToList();
        var first = known.Count > 0 ? known[0].Start : 0;
        return [.. known.Select((one, i) => Read(one.Span, i, first, one.Start, Math.Max(one.Start, one.End)))];
    }

    private static SpanWire Read(JsonElement span, int place, long first, long start, long end)
    {
        var attributes = Attributes(span);
        var context = Member(span, "context");
        var status = Member(span, "status");
        var inputs = Take(attributes, InputNames);
        var outputs = Take(attributes, OutputNames);
        var type = Take(attributes, TypeNames);
        return new SpanWire(
            Text(span, "span_id") ?? Text(context, "span_id") ?? $"#{place}",
            Text(span, "parent_span_id") ?? Text(span, "parent_id"),
            Text(span, "name") ?? "",
            type is { ValueKind: JsonValueKind.String } word ? word.GetString() : null,
            (start - first) / NanosecondsPerMillisecond,
            (end - start) / NanosecondsPerMillisecond,
            State(Text(status, "code") ?? Text(span, "status_code")),
            Text(status, "message") ?? Text(span, "status_message"),
            inputs,
            outputs,
            attributes,
            [.. Items(span, "events").Select(one => new SpanEventWire(
                Text(one, "name") ?? "",
                (Time(one, "time_unix_nano", "timestamp") - first) / NanosecondsPerMillisecond,
                Attributes(one)))]);
    }

    private static string State(string? code) => code switch
    {
        "STATUS_CODE_OK" or "OK" => "ok",
        "STATUS_CODE_ERROR" or "ERROR" => "error",
        _ => "unset",
    };

    // An object of values, or OTLP's list of names with typed values. MLflow writes every value as JSON text.
    private static SortedDictionary<string, JsonElement> Attributes(JsonElement holder)
    {
        var read = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        var attributes = Member(holder, "attributes");
        if (attributes.ValueKind == JsonValueKind.Object)
        {
            foreach (var attribute in attributes.EnumerateObject())
                read[attribute.Name] = Plain(attribute.Value);
        }

        foreach (var attribute in Items(holder, "attributes"))
        {
            if (Text(attribute, "key") is { } key)
                read[key] = Typed(Member(attribute, "value"));
        }

        return read;
    }

    private static JsonElement Typed(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().FirstOrDefault() is not { Name: { } name } typed)
            return Plain(value);
        return name switch
        {
            "array_value" => JsonSerializer.SerializeToElement(
                Items(typed.Value, "values").Select(Typed).ToArray(), NativeJson.Default.JsonElementArray),
            "kvlist_value" => JsonSerializer.SerializeToElement(
                Items(typed.Value, "values").Where(one => Text(one, "key") is not null)
                    .GroupBy(one => Text(one, "key")!)
                    .ToDictionary(group => group.Key, group => Typed(Member(group.Last(), "value"))),
                NativeJson.Default.DictionaryStringJsonElement),
            "int_value" when typed.Value.ValueKind == JsonValueKind.String
                && long.TryParse(typed.Value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonSerializer.SerializeToElement(number, NativeJson.Default.Int64),
            _ => Plain(typed.Value),
        };
    }

    private static JsonElement Plain(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not ['"' or '{' or '[', ..] text)
            return value.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("null") : value;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    private static JsonElement? Take(SortedDictionary<string, JsonElement> attributes, string[] names)
    {
        foreach (var name in names)
        {
            if (attributes.Remove(name, out var value))
                return value;
        }

        return null;
    }

    private static long Time(JsonElement holder, string name, string other)
    {
        var value = Member(holder, name) is { ValueKind: not JsonValueKind.Undefined } known ? known : Member(holder, other);
        return value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : 0,
            JsonValueKind.String when long.TryParse(
                value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => whole,
            _ => 0,
        };
    }

    private static IEnumerable<JsonElement> Items(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string? Text(JsonElement holder, string name) =>
        Member(holder, name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    private static JsonElement Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : default;
}
