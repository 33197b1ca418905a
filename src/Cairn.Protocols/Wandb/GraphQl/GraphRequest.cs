using System.Text.Json;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>What a client posts.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Null or empty when it has only one.</param>
/// <param name="Variables">By name: texts, longs, doubles, booleans, lists and dictionaries.</param>
internal sealed record GraphRequest(string Query, string? OperationName, IReadOnlyDictionary<string, object?> Variables)
{
    /// <exception cref="GraphException">The body is no GraphQL request.</exception>
    public static GraphRequest Parse(ReadOnlySpan<byte> body)
    {
        JsonElement json;
        try
        {
            json = LooseJson.Parse(body);
        }
        catch (JsonException exception)
        {
            throw GraphException.Invalid($"The body is not JSON: {exception.Message}");
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("query", out var query)
            || query.ValueKind != JsonValueKind.String)
        {
            throw GraphException.Invalid("The body has to be {\"query\": …, \"variables\": {…}}.");
        }

        var variables = json.TryGetProperty("variables", out var given)
            && Plain(given) is IReadOnlyDictionary<string, object?> values
                ? values
                : new Dictionary<string, object?>();
        var name = json.TryGetProperty("operationName", out var operation) && operation.ValueKind == JsonValueKind.String
            ? operation.GetString()
            : null;
        return new GraphRequest(query.GetString()!, name, variables);
    }

    private static object? Plain(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToList(),
        JsonValueKind.Object => Fields(json),
        _ => null,
    };

    private static Dictionary<string, object?> Fields(JsonElement json)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var field in json.EnumerateObject())
            fields[field.Name] = Plain(field.Value);
        return fields;
    }
}
