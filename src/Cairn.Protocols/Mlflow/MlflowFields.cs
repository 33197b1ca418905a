using System.Globalization;
using System.Text.Json;

namespace Cairn.Protocols.Mlflow;

/// <summary>
/// The fields of a request or of an object in it, read as leniently as MLflow does: whole numbers may be decimal
/// strings, numbers may be named, fields that nobody asked for don't matter. What can't be read ends the call.
/// </summary>
internal class MlflowFields(JsonElement fields, string path = "", bool isQuery = false)
{
    private const int ShownCharacters = 200;

    /// <summary>Whether a field is there and not null.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>A text; null when it is not there.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? Decode(value, name) : throw Bad(name, value, "a string");
    }

    /// <summary>A text that must not be missing or empty.</summary>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Absent(name);

    /// <summary>A text by the first of two names that has one; the error names the first.</summary>
    public string Required(string name, string alias) =>
        Text(name) is { Length: > 0 } text ? text : Text(alias) is { Length: > 0 } other ? other : throw Absent(name);

    /// <summary>A whole number; null when it is not there.</summary>
    public long? Integer(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var number))
                return number;

            // 5.0 and 1e3 are whole numbers too.
            if (value.TryGetDouble(out var real) && Math.Abs(real) < 1L << 53 && real == Math.Truncate(real))
                return (long)real;
        }
        else if (value.ValueKind == JsonValueKind.String
            && long.TryParse(
                Decode(value, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed))
        {
            return parsed;
        }

        throw Bad(name, value, "a whole number");
    }

    /// <summary>A whole number that must not be missing.</summary>
    public long RequiredInteger(string name) => Integer(name) ?? throw Absent(name);

    /// <summary>A number; null when it is not there.</summary>
    public double? Number(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
            return number;
        return value.ValueKind == JsonValueKind.String && TryParse(Decode(value, name), out number)
            ? number
            : throw Bad(name, value, "a number");
    }

    /// <summary>A truth value; null when it is not there.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(Decode(value, name), out var parsed) => parsed,
            _ => throw Bad(name, value, "true or false"),
        };
    }

    /// <summary>A list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!TryGet(name, out var value))
            return [];
        if (isQuery && value.ValueKind == JsonValueKind.String)
            return [Decode(value, name)];
        if (value.ValueKind != JsonValueKind.Array)
            throw Bad(name, value, "a list of strings");
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
            texts.Add(item.ValueKind == JsonValueKind.String ? Decode(item, name) : throw Bad(name, value, "a list of strings"));
        return texts;
    }

    /// <summary>An object; null when it is not there.</summary>
    public MlflowFields? Object(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Object
            ? new MlflowFields(value, Name(name))
            : throw Bad(name, value, "an object");
    }

    /// <summary>An object that must not be missing.</summary>
    public MlflowFields RequiredObject(string name) => Object(name) ?? throw Absent(name);

    /// <summary>A list of objects; empty when it is not there.</summary>
    public IReadOnlyList<MlflowFields> Objects(string name)
    {
        if (!TryGet(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
            throw Bad(name, value, "a list of objects");
        var objects = new List<MlflowFields>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            var place = $"{Name(name)}[{objects.Count}]";
            objects.Add(item.ValueKind == JsonValueKind.Object
                ? new MlflowFields(item, place)
                : throw MlflowRefusal.Invalid($"Invalid value {Show(item)} for parameter '{place}' supplied: it has to be an object."));
        }

        return objects;
    }

    /// <summary>The texts of an object by name, as protobuf's maps are written; empty when it is not there.</summary>
    public IReadOnlyDictionary<string, string> Map(string name)
    {
        var map = new Dictionary<string, string>();
        if (!TryGet(name, out var value))
            return map;
        if (value.ValueKind != JsonValueKind.Object)
            throw Bad(name, value, "an object of strings");
        foreach (var member in Members(value, name))
            map[member.Key] = member.Value.ValueKind == JsonValueKind.String ? Decode(member.Value, name) : throw Bad(name, value, "an object of strings");
        return map;
    }

    /// <summary>A field as it came.</summary>
    public JsonElement? Raw(string name) => TryGet(name, out var value) ? value : null;

    /// <summary>All fields as they came, as JSON.</summary>
    public string RawText => fields.GetRawText();

    /// <summary>Refuses a field's value.</summary>
    public MlflowRefusal Bad(string name, string why) => MlflowRefusal.Invalid(
        $"Invalid value {(TryGet(name, out var value) ? Show(value) : "null")} for parameter '{Name(name)}' supplied: {why}");

    /// <summary>Refuses a call because a field is missing or empty.</summary>
    public MlflowRefusal Absent(string name) =>
        MlflowRefusal.Invalid($"Missing value for required parameter '{Name(name)}'.");

    /// <summary>The field's name with the way to it, such as <c>metrics[0].key</c>.</summary>
    public string Name(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Reads a number as clients write it in a string.</summary>
    public static bool TryParse(string text, out double number)
    {
        number = text switch
        {
            "NaN" or "nan" => double.NaN,
            "Infinity" or "inf" => double.PositiveInfinity,
            "-Infinity" or "-inf" => double.NegativeInfinity,
            _ => 0,
        };
        return number != 0
            || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        try
        {
            return fields.ValueKind == JsonValueKind.Object
                && fields.TryGetProperty(name, out value)
                && value.ValueKind != JsonValueKind.Null;
        }
        catch (InvalidOperationException)
        {
            throw MlflowRefusal.Invalid("The body has a name with half a surrogate pair in it.");
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonElement>> Members(JsonElement value, string name)
    {
        foreach (var member in value.EnumerateObject())
        {
            string key;
            try
            {
                key = member.Name;
            }
            catch (InvalidOperationException)
            {
                throw MlflowRefusal.Invalid($"Parameter '{name}' has a name with half a surrogate pair in it.");
            }

            yield return KeyValuePair.Create(key, member.Value);
        }
    }

    private string Decode(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw MlflowRefusal.Invalid($"Parameter '{Name(name)}' has half a surrogate pair in it: that is no text.");
        }
    }

    private MlflowRefusal Bad(string name, JsonElement value, string expected) =>
        MlflowRefusal.Invalid($"Invalid value {Show(value)} for parameter '{Name(name)}' supplied: it has to be {expected}.");

    private static string Show(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
    }
}
