using System.Text.Json;
using Cairn.Protocols.Wandb.GraphQl;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>What a client wants sampled of a history.</summary>
/// <param name="Keys">Keys that every row must have.</param>
/// <param name="Samples">Most rows.</param>
/// <param name="MinStep">First step.</param>
/// <param name="MaxStep">Last step, inclusive.</param>
internal sealed record HistorySpec(IReadOnlyList<string> Keys, int Samples, long MinStep, long MaxStep)
{
    private const int DefaultSamples = 500;

    /// <summary>Reads a spec, given as a JSON object in a text.</summary>
    /// <exception cref="GraphException">It is none.</exception>
    public static HistorySpec Parse(string text)
    {
        try
        {
            var json = LooseJson.Parse(text);
            if (json.ValueKind != JsonValueKind.Object)
                throw GraphException.Invalid("A history spec has to be a JSON object.");
            var keys = json.TryGetProperty("keys", out var names) && names.ValueKind == JsonValueKind.Array
                ? names.EnumerateArray().Select(name => name.ToString()).Distinct().ToList()
                : [];
            return new HistorySpec(
                keys,
                (int)Math.Clamp(Whole("samples") ?? DefaultSamples, 1, int.MaxValue),
                Whole("minStep") ?? long.MinValue,
                Whole("maxStep") ?? long.MaxValue);

            long? Whole(string name) =>
                json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
                    ? value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble()
                    : null;
        }
        catch (JsonException exception)
        {
            throw GraphException.Invalid($"A history spec is not JSON: {exception.Message}");
        }
    }
}
