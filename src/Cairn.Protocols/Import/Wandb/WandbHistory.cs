using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Records;
using Cairn.Protocols.Wandb.Streaming;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>
/// Turns history records into points and rich values by the rules of live logging: numbers are points, nested ones under
/// their dotted path, every other value is a record.
/// </summary>
internal sealed class WandbHistory
{
    private const int DepthLimit = 32;
    private readonly long _startedAt;
    private long _rows;

    /// <param name="startedAt">Unix milliseconds at which the run began.</param>
    public WandbHistory(long startedAt) => _startedAt = LastTime = startedAt;

    public List<ImportedPoint> Points { get; } = [];

    public List<RecordEntry> Records { get; } = [];

    /// <summary>Unix milliseconds of the newest row.</summary>
    public long LastTime { get; private set; }

    public void Read(ReadOnlySpan<byte> message)
    {
        var items = new List<WandbItem>();
        long? step = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                items.Add(WandbItem.Read(reader.Bytes));
            else if (reader.Field == 2)
                step = Step(reader.Bytes);
        }

        Add(items, step);
    }

    private void Add(List<WandbItem> items, long? step)
    {
        double? timestamp = null;
        double? runtime = null;
        JsonObject? nested = null;
        var loose = false;
        foreach (var item in items)
        {
            if (item.Path.Count > 1)
            {
                // Parts of one value may come apart: an image, for instance, member by member.
                item.SetIn(nested ??= []);
                loose |= item.IsLoose;
            }
            else if (item.Value.ValueKind == JsonValueKind.Number)
            {
                switch (item.Path[0])
                {
                    case "_step":
                        step ??= (long)item.Value.GetDouble();
                        break;
                    case "_timestamp":
                        timestamp = item.Value.GetDouble();
                        break;
                    case "_runtime":
                        runtime = item.Value.GetDouble();
                        break;
                }
            }
        }

        // Without a step the row's place is one: it is the same when the file is read again.
        var at = step ?? _rows;
        _rows++;
        var time = WandbTime.FromSeconds(timestamp) ?? _startedAt + (WandbTime.FromSeconds(runtime) ?? 0);
        LastTime = Math.Max(LastTime, time);
        foreach (var item in items)
        {
            if (item.Path.Count == 1 && item.Path[0] is not ("_step" or "_timestamp"))
                Flatten(item.Path[0], item.Value, item.IsLoose, at, time, 0);
        }

        if (nested is not null)
        {
            foreach (var member in JsonElement.Parse(nested.ToJsonString()).EnumerateObject())
                Flatten(member.Name, member.Value, loose, at, time, 0);
        }
    }

    private void Flatten(string key, JsonElement value, bool loose, long step, long time, int depth)
    {
        if (depth > DepthLimit)
            throw new InvalidDataException($"a value of '{key}' that is nested more than {DepthLimit} deep.");
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                Points.Add(new ImportedPoint(key, step, time, value.GetDouble()));
                break;
            case JsonValueKind.String when loose && Cairn.Protocols.Wandb.LooseJson.Number(Encoding.UTF8.GetBytes(value.GetString()!)) is { } number:
                Points.Add(new ImportedPoint(key, step, time, number));
                break;
            case JsonValueKind.Object when !value.TryGetProperty("_type", out _):
                foreach (var member in value.EnumerateObject())
                    Flatten($"{key}.{member.Name}", member.Value, loose, step, time, depth + 1);
                break;
            case JsonValueKind.Null or JsonValueKind.Undefined:
                break;
            default:
                Records.AddRange(MediaRecords.From(key, step, time, value));
                break;
        }
    }

    private static long Step(ReadOnlySpan<byte> message)
    {
        long step = 0;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1)
                step = reader.Signed;
        }

        return step;
    }
}
