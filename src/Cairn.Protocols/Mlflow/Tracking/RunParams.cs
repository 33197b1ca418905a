using System.Text.Json;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>A run's settings as MLflow's parameters: the leaves of the document, with dots between nested names.</summary>
internal static class RunParams
{
    /// <summary>All leaves: texts as they are, everything else as its JSON.</summary>
    public static IEnumerable<PairWire> Of(JsonElement config, string prefix = "")
    {
        foreach (var member in config.EnumerateObject())
        {
            var key = prefix + member.Name;
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    break;
                case JsonValueKind.Object:
                    foreach (var inner in Of(member.Value, key + "."))
                        yield return inner;
                    break;
                case JsonValueKind.String:
                    yield return new PairWire(key, member.Value.GetString()!);
                    break;
                default:
                    yield return new PairWire(key, member.Value.GetRawText());
                    break;
            }
        }
    }

    /// <summary>The value of one parameter; null when the settings have none.</summary>
    public static string? Find(JsonElement config, string key)
    {
        foreach (var member in config.EnumerateObject())
        {
            var value = member.Value;
            if (member.NameEquals(key) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Object))
                return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            if (value.ValueKind == JsonValueKind.Object
                && key.StartsWith(member.Name + ".", StringComparison.Ordinal)
                && Find(value, key[(member.Name.Length + 1)..]) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }
}
