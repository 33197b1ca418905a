using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Records;

namespace Cairn.Core.Predictions;

/// <summary>Finds the predictions that runs have logged beside a metric, and keeps the last ones read.</summary>
public sealed class PredictionQuery(RecordStore records, FileStore files)
{
    private const int MostExamplesKept = 4_000_000;
    private const long LargestFile = 64 << 20;

    private readonly Lock _lock = new();
    private readonly Dictionary<(long Run, string Key), (long Step, long Time, PredictionSet? Set)> _kept = [];
    private int _examples;

    /// <summary>The key under which the predictions of a split are looked for: <c>test/predictions</c> for <c>test</c>.</summary>
    public static string KeyOf(string split) => split.Length == 0 ? "predictions" : split + "/predictions";

    /// <summary>The latest predictions of a run on a split; null when it has none that can be read.</summary>
    public PredictionSet? Latest(Caller caller, long run, string split)
    {
        var key = KeyOf(split);
        if (records.Latest(caller, run, key) is not { } mark)
            return null;
        lock (_lock)
        {
            if (_kept.TryGetValue((run, key), out var known) && known.Step == mark.Step && known.Time == mark.Time)
                return known.Set;
        }

        var record = records.Read(caller, run, new RecordQuery(key, mark.Step, mark.Step, 1));
        var set = record is [{ Type: "predictions" or "table" } one] ? Read(caller, run, one.Value) : null;
        lock (_lock)
        {
            if (_examples > MostExamplesKept)
            {
                _kept.Clear();
                _examples = 0;
            }

            _kept[(run, key)] = (mark.Step, mark.Time, set);
            _examples += set?.Count ?? 0;
        }

        return set;
    }

    // W&B's tables are files; the record only points at them.
    private PredictionSet? Read(Caller caller, long run, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("file", out var path) || path.ValueKind != JsonValueKind.String)
            return PredictionSet.Read(value);
        if (files.Find(caller, run, path.GetString()!) is not { Size: <= LargestFile } file)
            return null;
        using var stream = files.OpenRead(file);
        if (stream is null)
            return null;
        try
        {
            using var document = JsonDocument.Parse(stream);
            return PredictionSet.Read(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
