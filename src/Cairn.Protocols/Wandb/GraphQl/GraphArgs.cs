using System.Globalization;
using System.Text.Json;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>
/// Arguments of a field, or the fields of an input object. Absent and null mean the same, and a value of another type
/// is read as far as it can be.
/// </summary>
internal sealed class GraphArgs(IReadOnlyDictionary<string, object?> values, GraphContext context)
{
    public GraphContext Context { get; } = context;

    public bool Has(string name) => values.GetValueOrDefault(name) is not null;

    /// <summary>A text; numbers and booleans as their JSON text; null when there is none.</summary>
    public string? Text(string name) => AsText(values.GetValueOrDefault(name));

    /// <summary>A text that is not empty; null when there is none.</summary>
    public string? Filled(string name) => Text(name) is { Length: > 0 } text ? text : null;

    /// <exception cref="GraphException">There is none.</exception>
    public string Needed(string name) =>
        Filled(name) ?? throw GraphException.Invalid($"'{name}' is missing.");

    public long? Whole(string name) => values.GetValueOrDefault(name) switch
    {
        long whole => whole,
        double number => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ => null,
    };

    public double? Number(string name) => values.GetValueOrDefault(name) switch
    {
        long whole => whole,
        double number => number,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    public bool? Flag(string name) => values.GetValueOrDefault(name) as bool?;

    /// <summary>The texts of a list; a single text is a list of one; null when there is none.</summary>
    public IReadOnlyList<string>? Texts(string name) => values.GetValueOrDefault(name) switch
    {
        IReadOnlyList<object?> items => [.. items.Select(AsText).OfType<string>()],
        null => null,
        var single => AsText(single) is { } text ? [text] : null,
    };

    /// <summary>An input object; empty when there is none.</summary>
    public GraphArgs Object(string name) =>
        new(values.GetValueOrDefault(name) as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>(), Context);

    /// <summary>The input objects of a list.</summary>
    public IReadOnlyList<GraphArgs> Objects(string name) => values.GetValueOrDefault(name) switch
    {
        IReadOnlyList<object?> items =>
            [.. items.OfType<IReadOnlyDictionary<string, object?>>().Select(item => new GraphArgs(item, Context))],
        IReadOnlyDictionary<string, object?> single => [new GraphArgs(single, Context)],
        _ => [],
    };

    /// <summary>A JSON object given as a text; null when there is none. Bare NaN and infinities become texts.</summary>
    /// <exception cref="GraphException">The text is not a JSON object.</exception>
    public JsonElement? Json(string name)
    {
        if (Filled(name) is not { } text || text == "null")
            return null;
        try
        {
            var json = LooseJson.Parse(text);
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw GraphException.Invalid($"'{name}' has to be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw GraphException.Invalid($"'{name}' is not JSON: {exception.Message}");
        }
    }

    private static string? AsText(object? value) => value switch
    {
        string text => text,
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => null,
    };
}
