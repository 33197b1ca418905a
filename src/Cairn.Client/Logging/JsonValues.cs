using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Cairn.Client.Logging;

/// <summary>Turns what a program hands over into JSON.</summary>
internal static class JsonValues
{
    // Programs hand over their own types, which no source generator of this library can know.
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        IncludeFields = true,
        Converters = { new JsonStringEnumConverter() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 64,
    };

    public static bool TryConvert(object? value, string what, Warnings warnings, out JsonNode? node)
    {
        try
        {
            node = value switch
            {
                null => null,
                JsonNode given => given.DeepClone(),
                _ => JsonSerializer.SerializeToNode(value, value.GetType(), Options),
            };
            return true;
        }
        catch (Exception e)
        {
            warnings.Report("json:" + what, $"{what} cannot be written as JSON and is skipped: {e.Message}");
            node = null;
            return false;
        }
    }

    public static JsonObject? ToObject(object? value, string what, Warnings warnings)
    {
        if (value is null || !TryConvert(value, what, warnings, out var node))
            return null;
        if (node is JsonObject members)
            return members;
        warnings.Report("json-object:" + what, $"{what} must be an object or a dictionary; it is skipped");
        return null;
    }

    /// <summary>A JSON scalar as the .NET value a program would expect to read back.</summary>
    public static object? Plain(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.String => value.GetValue<string>(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when long.TryParse(
            value.ToJsonString(), CultureInfo.InvariantCulture, out var whole) => whole,
        JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        _ => null,
    };
}
