using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Consoles;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>Goes through the records of one run, of one file after the other, and gathers what they say.</summary>
internal sealed class WandbReplay
{
    private const string Internals = "_wandb";
    private readonly ImportTally _tally;
    private readonly string _subject;
    private readonly long _startedAt;
    private readonly ConsoleAssembler _assembler = new();
    private readonly List<JsonObject> _definitions = [];
    private long _statistics;

    public WandbReplay(ImportTally tally, WandbHead head, long startedAt)
    {
        _tally = tally;
        _subject = head.Id;
        _startedAt = startedAt;
        LastTime = startedAt;
        Head = head;
        History = new WandbHistory(startedAt);
    }

    public WandbHead Head { get; private set; }

    public WandbHistory History { get; }

    /// <summary>Points of hardware series, to be taken away when sent.</summary>
    public List<ImportedPoint> Hardware { get; } = [];

    public List<ConsoleLine> Console { get; } = [];

    public List<(string Title, string Text, string Level, long Time)> Alerts { get; } = [];

    public List<WandbArtifact> Artifacts { get; } = [];

    public JsonObject Config { get; } = [];

    public JsonObject Summary { get; } = [];

    public JsonObject Environment { get; } = [];

    /// <summary>How it ended; null when it never said, as after a crash.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Unix milliseconds of the last that was heard of it.</summary>
    public long LastTime { get; private set; }

    /// <summary>What came with a record; a field that is not known is passed by.</summary>
    /// <exception cref="InvalidDataException">The record is not whole.</exception>
    public void Read(ReadOnlySpan<byte> record)
    {
        var reader = new ProtoReader(record);
        while (reader.Next())
            ReadContent(reader.Field, reader.Bytes);
        LastTime = Math.Max(LastTime, History.LastTime);
    }

    /// <summary>To be called after the last record of a file.</summary>
    public void EndFile() => Console.AddRange(_assembler.End());

    /// <summary>To be called before the first record of a file: a resumed run has not ended yet.</summary>
    public void BeginFile() => ExitCode = null;

    /// <summary>Moves what the config says to the server alone, and the metrics' definitions, into the environment.</summary>
    public JsonObject TakeInternals()
    {
        var internals = Config[Internals]?.DeepClone() as JsonObject ?? [];
        Config.Remove(Internals);
        if (_definitions.Count > 0)
            internals["m"] = MetricDefinition.List(_definitions);
        return internals;
    }

    private void ReadContent(int field, ReadOnlySpan<byte> content)
    {
        switch (field)
        {
            case RecordFields.History:
                History.Read(content);
                break;
            case RecordFields.Summary:
                ReadItems(content, Summary);
                break;
            case RecordFields.Config:
                ReadItems(content, Config);
                break;
            case RecordFields.Output or RecordFields.OutputRaw:
                ReadOutput(content);
                break;
            case RecordFields.Stats:
                ReadStatistics(content);
                break;
            case RecordFields.Artifact:
                Artifacts.Add(WandbArtifact.Read(content));
                break;
            case RecordFields.TensorBoard:
                _tally.Note(_subject, $"Run {_subject} points at TensorBoard's files, which stay where they are; what it logged of them came with its history.");
                break;
            case RecordFields.Alert:
                ReadAlert(content);
                break;
            case RecordFields.Metric:
                _definitions.Add(MetricDefinition.Read(content));
                break;
            case RecordFields.Run:
                ReadRun(content);
                break;
            case RecordFields.Exit:
                ReadExit(content);
                break;
            case RecordFields.Environment:
                WandbMachine.Merge(WandbMachine.Read(content), Environment);
                break;
        }
    }

    private void ReadRun(ReadOnlySpan<byte> content)
    {
        Head = WandbHead.Read(content);
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 4)
                ReadItems(reader.Bytes, Config);
            else if (reader.Field == 5)
                ReadItems(reader.Bytes, Summary);
        }
    }

    // Config and summary records alike: what is set, and what is taken away.
    private static void ReadItems(ReadOnlySpan<byte> content, JsonObject target)
    {
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
                WandbItem.Read(reader.Bytes).SetIn(target);
            else if (reader.Field == 2)
                WandbItem.Read(reader.Bytes).RemoveFrom(target);
        }
    }

    private void ReadOutput(ReadOnlySpan<byte> content)
    {
        var isError = true;
        var time = LastTime;
        var text = "";
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
                isError = reader.Number == 0;
            else if (reader.Field == 2)
                time = WandbTime.Read(reader.Bytes);
            else if (reader.Field == 3)
                text = reader.Text;
        }

        LastTime = Math.Max(LastTime, time);
        Console.AddRange(_assembler.Add(isError, time, text));
    }

    private void ReadStatistics(ReadOnlySpan<byte> content)
    {
        var time = LastTime;
        var values = new List<(string Key, double Value)>();
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                time = WandbTime.Read(reader.Bytes);
            }
            else if (reader.Field == 3 && WandbItem.Read(reader.Bytes) is var item)
            {
                if (item.Value.ValueKind == JsonValueKind.Number)
                    values.Add((item.Path[0], item.Value.GetDouble()));
            }
        }

        LastTime = Math.Max(LastTime, time);
        Hardware.AddRange(values.Select(value => new ImportedPoint($"system/{value.Key}", _statistics, time, value.Value)));
        _statistics++;
    }

    private void ReadAlert(ReadOnlySpan<byte> content)
    {
        var (title, text, level) = ("", "", "info");
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
                title = reader.Text;
            else if (reader.Field == 2)
                text = reader.Text;
            else if (reader.Field == 3)
                level = reader.Text.ToLowerInvariant();
        }

        Alerts.Add((title, text, level is "warn" or "error" ? level : "info", LastTime));
    }

    private void ReadExit(ReadOnlySpan<byte> content)
    {
        ExitCode = 0;
        var reader = new ProtoReader(content);
        while (reader.Next())
        {
            if (reader.Field == 1)
                ExitCode = (int)reader.Signed;
            else if (reader.Field == 2)
                LastTime = Math.Max(LastTime, _startedAt + (reader.Signed * 1000));
        }
    }
}
