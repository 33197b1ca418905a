using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Analysis.Sweeps;

/// <summary>One of listed values: <c>constant</c>, <c>categorical</c>, <c>categorical_w_probabilities</c>.</summary>
public sealed class ChoiceDistribution : SweepDistribution
{
    private readonly JsonElement[] _values;
    private readonly double[] _until;

    internal ChoiceDistribution(string name, JsonElement[] values, double[]? weights)
        : base(name)
    {
        _values = values;
        _until = new double[values.Length];
        var total = weights?.Sum() ?? values.Length;
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
            _until[i] = sum += (weights?[i] ?? 1) / total;
        // Rounding must not leave a sliver above the last value that can be chosen at all.
        var last = values.Length - 1;
        while (last > 0 && weights?[last] == 0)
            last--;
        for (var i = last; i < values.Length; i++)
            _until[i] = 1;
    }

    /// <summary>The values in the order they were written.</summary>
    public IReadOnlyList<JsonElement> Values => _values;

    /// <inheritdoc/>
    public override bool IsChoice => true;

    /// <inheritdoc/>
    public override long? Count => _values.Length;

    /// <inheritdoc/>
    public override double Quantile(double probability)
    {
        for (var i = 0; i < _until.Length; i++)
        {
            if (probability < _until[i])
                return i;
        }

        var last = _until.Length - 1;
        while (last > 0 && _until[last - 1] >= 1)
            last--;
        return last;
    }

    /// <inheritdoc/>
    public override double Position(double coordinate)
    {
        var index = (int)Math.Clamp(coordinate, 0, _until.Length - 1);
        return ((index == 0 ? 0 : _until[index - 1]) + _until[index]) / 2;
    }

    internal override double At(long index) => index;

    /// <inheritdoc/>
    public override JsonNode? ToJson(double coordinate) => Node(_values[(int)coordinate]);

    /// <inheritdoc/>
    public override bool TryRead(JsonElement value, out double coordinate)
    {
        coordinate = Array.FindIndex(_values, candidate => Same(candidate, value));
        return coordinate >= 0;
    }

    private static bool Same(JsonElement a, JsonElement b) =>
        a.ValueKind == JsonValueKind.Number && b.ValueKind == JsonValueKind.Number
            ? a.GetDouble().Equals(b.GetDouble())
            : a.ValueKind == b.ValueKind && JsonElement.DeepEquals(a, b);

    private static JsonNode? Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(value),
    };
}
