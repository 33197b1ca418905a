using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Cairn.Core.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Protocols.Mlflow;

/// <summary>One call of an MLflow client. Its fields came as a query, or as JSON in the body.</summary>
internal sealed class MlflowRequest : MlflowFields
{
    private MlflowRequest(HttpContext http, JsonElement fields, bool isQuery)
        : base(fields, "", isQuery) => Http = http;

    public HttpContext Http { get; }

    public Caller Caller => Http.RequestServices.GetRequiredService<Caller>();

    /// <summary>Cancelled when the client goes away.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A part of the path that the route names; an empty one ends the call.</summary>
    public string Route(string name) => Http.GetRouteValue(name) is string { Length: > 0 } part
        ? part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)
        : throw MlflowRefusal.Invalid("Invalid path");

    /// <summary>Reads a call. A body that is no JSON object counts as an empty one, so that a field is what is missed.</summary>
    public static async Task<MlflowRequest> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        if (HttpMethods.IsGet(request.Method) && request.Query.Count > 0)
            return new MlflowRequest(http, FromQuery(request.Query), isQuery: true);
        if (HttpMethods.IsPost(request.Method) && !IsJson(request.ContentType))
        {
            throw MlflowRefusal.Invalid(
                $"Content-Type must be application/json, and it is {(request.ContentType is null ? "missing" : $"'{request.ContentType}'")}.");
        }

        var body = await ReadBodyAsync(http);
        return new MlflowRequest(http, Parse(body), isQuery: false);
    }

    /// <summary>A call whose body is for its handler to read; its fields are those of the query.</summary>
    public static MlflowRequest WithoutBody(HttpContext http) => new(http, FromQuery(http.Request.Query), isQuery: true);

    internal static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length == 0 || !Utf8.IsValid(body))
            return default;
        if (!TryParse(body, out var parsed) && !TryParse(BareNumbers.Quote(body), out parsed))
            return default;

        // Old clients send the JSON within a JSON string.
        if (parsed.ValueKind == JsonValueKind.String)
        {
            try
            {
                if (!TryParse(Encoding.UTF8.GetBytes(parsed.GetString()!), out parsed))
                    return default;
            }
            catch (InvalidOperationException)
            {
                return default;
            }
        }

        return parsed.ValueKind == JsonValueKind.Object ? parsed : default;
    }

    private static bool TryParse(ReadOnlySpan<byte> body, out JsonElement parsed)
    {
        parsed = default;
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!JsonElement.TryParseValue(ref reader, out var value))
                return false;
            if (reader.Read())
                return false;
            parsed = value.Value;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext http)
    {
        var length = http.Request.ContentLength;
        if (length == 0)
            return [];
        using var buffer = new MemoryStream((int)Math.Min(length ?? 1024, 1 << 20));
        await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        return buffer.ToArray();
    }

    private static bool IsJson(string? contentType) =>
        contentType is not null
        && contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static JsonElement FromQuery(IQueryCollection query)
    {
        var fields = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(fields))
        {
            writer.WriteStartObject();
            foreach (var (name, values) in query)
            {
                if (values.Count == 1)
                {
                    writer.WriteString(name, values[0]);
                    continue;
                }

                writer.WriteStartArray(name);
                foreach (var value in values)
                    writer.WriteStringValue(value);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(fields.WrittenSpan);
    }
}
