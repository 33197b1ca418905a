using System.Buffers;
using System.Text;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Protocols.Wandb.Streaming;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Puts rows of history together again from series and records, whichever protocol logged them.</summary>
internal sealed class RunHistory(SeriesStore series, RecordStore records)
{
    private const string SystemPrefix = "system/";
    private const string Step = "_step";
    private const string Timestamp = "_timestamp";
    private const int RecordLimit = 1_000_000;
    private const int MonotonicLimit = 10_000;

    /// <summary>
    /// Whole rows as JSON texts, by step: those with steps from <paramref name="minStep"/> up to, not with,
    /// <paramref name="endStep"/>, evenly thinned out where there are more than <paramref name="samples"/>.
    /// </summary>
    public IReadOnlyList<string> Rows(Caller caller, Run run, long minStep, long endStep, int samples)
    {
        if (endStep <= minStep)
            return [];
        var keys = series.Keys(run.Id).Where(IsHistory);
        var table = new HistoryTable();
        foreach (var key in keys)
            table.Add(key, series.ReadPoints(run.Id, key, minStep, endStep - 1));
        var media = records.Read(caller, run.Id, new RecordQuery(FromStep: minStep, ToStep: endStep - 1, Limit: RecordLimit));
        foreach (var record in media.Where(record => record.Index == 0))
            table.Add(record.Key, record.Step, record.Time, Original(record));
        return [.. table.Rows(samples).Select(row => Encoding.UTF8.GetString(Write(row, strict: false).Span))];
    }

    /// <summary>The row of the last step as a JSON text; null when there is none.</summary>
    public string? LastRow(Caller caller, Run run)
    {
        var last = series.Summaries(run.Id).Where(one => IsHistory(one.Key)).Select(one => one.LastStep).DefaultIfEmpty(-1).Max();
        return Rows(caller, run, last, long.MaxValue, 1) is [var row] ? row : null;
    }

    /// <summary>Rows that have all the keys asked for, thinned out; numbers that are not finite are texts.</summary>
    public IReadOnlyList<RawJson> Sampled(Caller caller, Run run, HistorySpec spec)
    {
        var table = new HistoryTable();
        var wanted = spec.Keys.Where(key => key is not (Step or Timestamp)).ToList();
        foreach (var key in wanted)
        {
            var points = series.ReadPoints(run.Id, key, spec.MinStep, spec.MaxStep);
            table.Add(key, points);
            if (points.Count > 0)
                continue;
            foreach (var record in records.Read(
                caller, run.Id, new RecordQuery(key, spec.MinStep, spec.MaxStep, RecordLimit)).Where(record => record.Index == 0))
            {
                table.Add(key, record.Step, record.Time, Original(record));
            }
        }

        if (wanted.Count == 0)
        {
            foreach (var key in series.Keys(run.Id).Where(IsHistory))
                table.Add(key, series.ReadPoints(run.Id, key, spec.MinStep, spec.MaxStep));
        }

        return
        [
            .. table.Rows(spec.Samples, wanted.Count)
                .Select(row => new RawJson(Write(row, strict: true, spec.Keys))),
        ];
    }

    /// <summary>What the history has: keys with their types and counts, and the last step.</summary>
    public RawJson Keys(Caller caller, Run run)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("keys");
        long last = -1;
        SeriesSummary? longest = null;
        foreach (var summary in series.Summaries(run.Id).Where(one => IsHistory(one.Key)))
        {
            last = Math.Max(last, summary.LastStep);
            longest = longest is null || summary.Count > longest.Count ? summary : longest;
            json.WriteStartObject(summary.Key);
            WriteCounts(json, "number", summary.Count, IsMonotonic(summary));
            json.WritePropertyName("previousValue");
            WriteNumber(json, summary.Last, strict: true);
            json.WriteEndObject();
        }

        foreach (var key in records.Keys(caller, run.Id))
        {
            last = Math.Max(last, key.LastStep);
            json.WriteStartObject(key.Key);
            WriteCounts(json, TypeOf(caller, run, key), key.Count, false);
            json.WriteEndObject();
        }

        if (last >= 0)
        {
            json.WriteStartObject(Step);
            WriteCounts(json, "number", longest?.Count ?? 1, true);
            json.WriteNumber("previousValue", last);
            json.WriteEndObject();
            json.WriteStartObject(Timestamp);
            WriteCounts(json, "number", longest?.Count ?? 1, true);
            json.WriteNumber("previousValue", (longest?.LastTime ?? run.HeartbeatAt) / 1000.0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteNumber("lastStep", last);
        json.WriteStartArray("sets");
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return new RawJson(buffer.WrittenMemory);
    }

    /// <summary>Rows of hardware figures as JSON texts, by time, thinned out.</summary>
    public IReadOnlyList<string> Events(Run run, int samples)
    {
        var rows = new SortedDictionary<long, SortedDictionary<string, double>>();
        foreach (var key in series.Keys(run.Id).Where(key => !IsHistory(key)))
        {
            var points = series.ReadPoints(run.Id, key);
            for (var i = 0; i < points.Count; i++)
            {
                if (!rows.TryGetValue(points.Times[i], out var row))
                    rows[points.Times[i]] = row = new SortedDictionary<string, double>(StringComparer.Ordinal);
                row["system." + key[SystemPrefix.Length..]] = points.Values[i];
            }
        }

        return [.. HistoryTable.Thin([.. rows], samples).Select(row => WriteEvent(run, row.Key, row.Value))];
    }

    /// <summary>How many rows the history has, for runs whose client did not number them.</summary>
    public long CountRows(Run run) =>
        series.Summaries(run.Id).Where(one => IsHistory(one.Key)).Select(one => one.Count).DefaultIfEmpty(0).Max();

    /// <summary>What a run's series came to, as a summary: the last value of each.</summary>
    public IEnumerable<(string Key, double Last)> LastValues(Run run) =>
        series.Summaries(run.Id).Where(one => IsHistory(one.Key)).Select(one => (one.Key, one.Last));

    private static bool IsHistory(string key) => !key.StartsWith(SystemPrefix, StringComparison.Ordinal);

    private bool IsMonotonic(SeriesSummary summary)
    {
        if (summary.Count > MonotonicLimit || summary.First > summary.Last)
            return false;
        var values = series.ReadPoints(summary.Run, summary.Key).Values;
        for (var i = 1; i < values.Length; i++)
        {
            if (!(values[i] >= values[i - 1]))
                return false;
        }

        return true;
    }

    private string TypeOf(Caller caller, Run run, RecordKey key)
    {
        var sample = records.Read(caller, run.Id, new RecordQuery(key.Key, Limit: 1));
        var value = sample.Count == 0 ? default : Original(sample[0]);
        return value.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            JsonValueKind.Array => "list",
            JsonValueKind.Object when value.TryGetProperty("_type", out var type) => type.ToString(),
            JsonValueKind.Object => "map",
            _ => key.Type,
        };
    }

    // What a W&B client sent is given back as it came; another protocol's record as it is.
    private static JsonElement Original(RecordEntry record) =>
        record.Value.TryGetProperty(MediaRecords.Original, out var sent) ? sent
        : record.Type == "json" && record.Value.TryGetProperty("json", out var json) ? json
        : record.Type == "text" && record.Value.TryGetProperty("text", out var text) ? text
        : record.Value;

    private static ReadOnlyMemory<byte> Write(HistoryRow row, bool strict, IReadOnlyList<string>? keys = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        foreach (var (key, value) in row.Values)
        {
            json.WritePropertyName(key);
            if (value.Json is { } element)
                element.WriteTo(json);
            else
                WriteNumber(json, value.Number, strict);
        }

        if (keys is null || keys.Contains(Step))
            json.WriteNumber(Step, row.Step);
        if (keys is null || keys.Contains(Timestamp))
            json.WriteNumber(Timestamp, row.Time / 1000.0);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static string WriteEvent(Run run, long time, SortedDictionary<string, double> figures)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteNumber(Timestamp, time / 1000.0);
        json.WriteNumber("_runtime", (time - run.StartedAt) / 1000.0);
        foreach (var (name, value) in figures)
        {
            json.WritePropertyName(name);
            WriteNumber(json, value, strict: false);
        }

        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteCounts(Utf8JsonWriter json, string type, long count, bool monotonic)
    {
        json.WriteStartArray("typeCounts");
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteNumber("count", count);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteBoolean("monotonic", monotonic);
    }

    // Whole numbers without a point, as clients expect of steps; texts of JSON may have bare NaN, JSON may not.
    private static void WriteNumber(Utf8JsonWriter json, double value, bool strict)
    {
        if (!double.IsFinite(value))
            json.WriteRawValue(strict ? $"\"{LooseJson.Word(value)}\"" : LooseJson.Word(value), skipInputValidation: true);
        else if (Math.Abs(value) < 1L << 53 && value == Math.Floor(value))
            json.WriteNumberValue((long)value);
        else
            json.WriteNumberValue(value);
    }
}
