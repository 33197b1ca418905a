using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>How the client wants a metric shown, in the form in which it sends that to a server.</summary>
internal static class MetricDefinition
{
    /// <summary>Reads a metric record into an object with the record's field numbers as names.</summary>
    public static JsonObject Read(ReadOnlySpan<byte> message)
    {
        var definition = new JsonObject();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1 or 2 or 4:
                    definition[$"{reader.Field}"] = reader.Text;
                    break;
                case 5 or 8:
                    definition[$"{reader.Field}"] = reader.Signed;
                    break;
                case 6 or 7:
                    definition[$"{reader.Field}"] = Flags(reader.Bytes);
                    break;
            }
        }

        return definition;
    }

    /// <summary>A list in which metrics point at their step metric by its place, as servers get it; a later one replaces an earlier.</summary>
    public static JsonArray List(IEnumerable<JsonObject> definitions)
    {
        var byName = new Dictionary<string, JsonObject>();
        foreach (var definition in definitions)
            byName[Name(definition)] = definition;
        var list = byName.Values.ToList();
        foreach (var definition in list)
        {
            if ((string?)definition["4"] is { } step && list.FindIndex(other => (string?)other["1"] == step) is >= 0 and var index)
                definition["5"] = index + 1;
        }

        return new JsonArray([.. list.Select(definition => definition.DeepClone())]);
    }

    private static string Name(JsonObject definition) => (string?)definition["1"] ?? $"glob {(string?)definition["2"]}";

    private static JsonArray Flags(ReadOnlySpan<byte> message)
    {
        var flags = new JsonArray();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Number != 0)
                flags.Add(JsonValue.Create(reader.Field));
        }

        return flags;
    }
}
