using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>A named JSON value of a config, summary or history record; the name is a path of one part or more.</summary>
internal sealed record WandbItem(IReadOnlyList<string> Path, JsonElement Value, bool IsLoose)
{
    private const int Key = 1;
    private const int NestedKey = 2;
    private const int ValueJson = 16;

    public static WandbItem Read(ReadOnlySpan<byte> message)
    {
        var path = new List<string>();
        string? key = null;
        JsonElement value = default;
        var loose = false;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case Key:
                    key = reader.Text;
                    break;
                case NestedKey:
                    path.Add(reader.Text);
                    break;
                case ValueJson:
                    loose = !Cairn.Protocols.Wandb.LooseJson.IsStrict(reader.Bytes);
                    value = Parse(reader.Bytes);
                    break;
            }
        }

        return new WandbItem(path.Count > 0 ? path : [key ?? ""], value, loose);
    }

    /// <summary>Puts the value at its path, making the objects on the way.</summary>
    public void SetIn(JsonObject root)
    {
        var target = root;
        for (var i = 0; i + 1 < Path.Count; i++)
        {
            if (target[Path[i]] is not JsonObject inner)
                target[Path[i]] = inner = [];
            target = inner;
        }

        target[Path[^1]] = Value.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(Value.GetRawText());
    }

    /// <summary>Takes the value at its path away; where nothing is, nothing happens.</summary>
    public void RemoveFrom(JsonObject root)
    {
        var target = root;
        for (var i = 0; i + 1 < Path.Count; i++)
        {
            if (target[Path[i]] is not JsonObject inner)
                return;
            target = inner;
        }

        target.Remove(Path[^1]);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return Cairn.Protocols.Wandb.LooseJson.Parse(json);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"a value that is no JSON (byte {exception.BytePositionInLine}).", exception);
        }
    }
}
