using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Mlflow.Otlp;

/// <summary>
/// Reads an ExportTraceServiceRequest in protobuf into the JSON that OTLP defines for it, so that there is one form of a
/// span from there on. Field numbers are those of opentelemetry-proto 1.x.
/// </summary>
internal static class OtlpProtobuf
{
    private const int DeepestValue = 32;

    /// <summary>All spans of a request.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such request.</exception>
    public static List<JsonObject> Read(ReadOnlySpan<byte> body)
    {
        var spans = new List<JsonObject>();
        var reader = new WireReader(body);
        while (reader.Read())
        {
            if (reader.Field == 1)
                ReadResource(reader.ReadBytes(), spans);
            else
                reader.Skip();
        }

        return spans;
    }

    private static void ReadResource(ReadOnlySpan<byte> bytes, List<JsonObject> spans)
    {
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 2)
                ReadScope(reader.ReadBytes(), spans);
            else
                reader.Skip();
        }
    }

    private static void ReadScope(ReadOnlySpan<byte> bytes, List<JsonObject> spans)
    {
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 2)
                spans.Add(ReadSpan(reader.ReadBytes()));
            else
                reader.Skip();
        }
    }

    private static JsonObject ReadSpan(ReadOnlySpan<byte> bytes)
    {
        var span = new JsonObject();
        JsonArray attributes = [], events = [], links = [];
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: span["traceId"] = Hex(reader.ReadBytes()); break;
                case 2: span["spanId"] = Hex(reader.ReadBytes()); break;
                case 3: span["traceState"] = reader.ReadText(); break;
                case 4: span["parentSpanId"] = Hex(reader.ReadBytes()); break;
                case 5: span["name"] = reader.ReadText(); break;
                case 6: span["kind"] = (int)reader.ReadVarint(); break;
                case 7: span["startTimeUnixNano"] = Number(ref reader); break;
                case 8: span["endTimeUnixNano"] = Number(ref reader); break;
                case 9: attributes.Add(ReadAttribute(reader.ReadBytes(), 0)); break;
                case 11: events.Add(ReadEvent(reader.ReadBytes())); break;
                case 13: links.Add(ReadLink(reader.ReadBytes())); break;
                case 15: span["status"] = ReadStatus(reader.ReadBytes()); break;
                default: reader.Skip(); break;
            }
        }

        span["attributes"] = attributes;
        span["events"] = events;
        span["links"] = links;
        return span;
    }

    private static JsonObject ReadEvent(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonObject();
        JsonArray attributes = [];
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: json["timeUnixNano"] = Number(ref reader); break;
                case 2: json["name"] = reader.ReadText(); break;
                case 3: attributes.Add(ReadAttribute(reader.ReadBytes(), 0)); break;
                default: reader.Skip(); break;
            }
        }

        json["attributes"] = attributes;
        return json;
    }

    private static JsonObject ReadLink(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonObject();
        JsonArray attributes = [];
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: json["traceId"] = Hex(reader.ReadBytes()); break;
                case 2: json["spanId"] = Hex(reader.ReadBytes()); break;
                case 4: attributes.Add(ReadAttribute(reader.ReadBytes(), 0)); break;
                default: reader.Skip(); break;
            }
        }

        json["attributes"] = attributes;
        return json;
    }

    private static JsonObject ReadStatus(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonObject();
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 2: json["message"] = reader.ReadText(); break;
                case 3: json["code"] = (int)reader.ReadVarint(); break;
                default: reader.Skip(); break;
            }
        }

        return json;
    }

    private static JsonObject ReadAttribute(ReadOnlySpan<byte> bytes, int depth)
    {
        var json = new JsonObject { ["key"] = "", ["value"] = new JsonObject() };
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: json["key"] = reader.ReadText(); break;
                case 2: json["value"] = ReadValue(reader.ReadBytes(), depth); break;
                default: reader.Skip(); break;
            }
        }

        return json;
    }

    private static JsonObject ReadValue(ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > DeepestValue)
            throw new InvalidDataException("An attribute is nested too deeply.");
        var json = new JsonObject();
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            switch (reader.Field)
            {
                case 1: json["stringValue"] = reader.ReadText(); break;
                case 2: json["boolValue"] = reader.ReadVarint() != 0; break;
                case 3: json["intValue"] = ((long)reader.ReadVarint()).ToString(CultureInfo.InvariantCulture); break;
                case 4: json["doubleValue"] = Real(BitConverter.UInt64BitsToDouble(reader.ReadFixed64())); break;
                case 5: json["arrayValue"] = new JsonObject { ["values"] = ReadValues(reader.ReadBytes(), depth + 1) }; break;
                case 6: json["kvlistValue"] = new JsonObject { ["values"] = ReadMembers(reader.ReadBytes(), depth + 1) }; break;
                case 7: json["bytesValue"] = Convert.ToBase64String(reader.ReadBytes()); break;
                default: reader.Skip(); break;
            }
        }

        return json;
    }

    private static JsonArray ReadValues(ReadOnlySpan<byte> bytes, int depth)
    {
        JsonArray values = [];
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 1)
                values.Add(ReadValue(reader.ReadBytes(), depth));
            else
                reader.Skip();
        }

        return values;
    }

    private static JsonArray ReadMembers(ReadOnlySpan<byte> bytes, int depth)
    {
        JsonArray members = [];
        var reader = new WireReader(bytes);
        while (reader.Read())
        {
            if (reader.Field == 1)
                members.Add(ReadAttribute(reader.ReadBytes(), depth));
            else
                reader.Skip();
        }

        return members;
    }

    private static string Number(ref WireReader reader) => (reader.Type == 1 ? reader.ReadFixed64() : reader.ReadVarint())
        .ToString(CultureInfo.InvariantCulture);

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static JsonNode Real(double value) => double.IsFinite(value)
        ? JsonValue.Create(value)
        : JsonValue.Create(value.ToString(CultureInfo.InvariantCulture))!;
}
