using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>The settings of one block of the configuration; keeps the first problem met while they are read.</summary>
internal sealed class ParameterBlock
{
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);

    public ParameterBlock(string path, JsonElement block)
    {
        _path = path;
        foreach (var field in block.EnumerateObject())
        {
            if (!_fields.TryAdd(field.Name, field.Value))
                Fail(field.Name, "is written twice.", "Keep one of them.");
        }
    }

    public SweepProblem? Problem { get; private set; }

    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => "missing",
        JsonValueKind.Null => "null",
        JsonValueKind.Object => "a block",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{Short(element.GetString()!)}\"",
        _ => Short(element.GetRawText()),
    };

    public bool Has(string key) => _fields.ContainsKey(key);

    public bool IsWhole(string key) =>
        _fields.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);

    /// <summary>A text setting; null when it is absent, or is no text, which is a problem.</summary>
    public string? Text(string key)
    {
        if (!_fields.TryGetValue(key, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Fail(key, $"is {Kind(value)}.", "Write it as text.");
        return null;
    }

    public JsonElement? Required(string key)
    {
        if (_fields.TryGetValue(key, out var value))
            return value;
        Fail(key, "is missing.", $"Add {key}.");
        return null;
    }

    public JsonElement[]? List(string key)
    {
        if (Required(key) is not { } value)
            return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
            return [.. value.EnumerateArray()];
        Fail(key, value.ValueKind == JsonValueKind.Array ? "is empty." : $"is {Kind(value)}, not a list.",
            "Write a list of at least one entry: [x, y].");
        return null;
    }

    /// <summary>A number, or its default when it is absent; without a default it is required.</summary>
    public bool Number(string key, double? absent, out double number)
    {
        number = absent ?? 0;
        if (!_fields.TryGetValue(key, out var value))
        {
            if (absent is null)
                Fail(key, "is missing.", "Give it as a number.");
            return absent is not null;
        }

        if (Numbers.TryRead(value, out number))
            return true;
        Fail(key, $"is {Kind(value)}, not a finite number.", value.ValueKind == JsonValueKind.String
            ? "Write it without quotes; YAML takes 1e-5 for text, so write 1.0e-5." : "Write a number.");
        return false;
    }

    public long? Whole(string key)
    {
        if (!Number(key, null, out var number))
            return null;
        if (number == Math.Floor(number) && Math.Abs(number) <= Numbers.Whole)
            return (long)number;
        Fail(key, $"is {number}, not a whole number within ±2^53.", "Write a whole number, or use uniform.");
        return null;
    }

    /// <summary>How many decimals a number was written with; 16 when that can not be told.</summary>
    public int Decimals(string key)
    {
        if (!_fields.TryGetValue(key, out var value))
            return 0;
        return value.TryGetDecimal(out var number) && number.Scale < 16 && number != 0 ? number.Scale : 16;
    }

    /// <summary>Refuses any setting that <paramref name="distribution"/> has no use for.</summary>
    public bool Allow(string distribution, params string[] keys)
    {
        foreach (var key in _fields.Keys)
        {
            if (key != "distribution" && !keys.Contains(key))
            {
                Fail(key, $"is no setting of {distribution}.",
                    $"Remove it, or use another distribution; {distribution} takes {string.Join(", ", keys)}.");
            }
        }

        return Problem is null;
    }

    public SweepDistribution? Fail(string key, string detail, string remedy) =>
        Fail<SweepDistribution>(key, detail, remedy);

    public T? Fail<T>(string key, string detail, string remedy)
        where T : SweepDistribution
    {
        Problem ??= new SweepProblem(key.Length == 0 ? _path : $"{_path}.{key}", detail, remedy);
        return null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
