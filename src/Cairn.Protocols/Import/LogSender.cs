using System.Buffers;
using System.Text.Json;
using Cairn.Core.Consoles;
using Cairn.Core.Records;

namespace Cairn.Protocols.Import;

/// <summary>
/// Sends points, records and console lines of one run in large requests. Points that were logged together are put back
/// into one row. When a request is refused it is halved until the one line that is at fault stands alone.
/// </summary>
internal sealed class LogSender(ImportTarget target, ImportTally tally, long run, string subject)
{
    private const int BatchBytes = 4 << 20;
    private const int WindowPoints = 200_000;

    private readonly List<ImportedPoint> _window = [];
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private readonly List<(int End, ImportCounts Counts)> _lines = [];

    public async ValueTask AddAsync(ImportedPoint point, CancellationToken cancellationToken)
    {
        _window.Add(point);
        if (_window.Count >= WindowPoints)
            await WriteRowsAsync(cancellationToken);
    }

    public ValueTask AddAsync(RecordEntry record, CancellationToken cancellationToken)
    {
        WriteLine(
            new ImportCounts { Records = 1 },
            json =>
            {
                json.WriteNumber("step", record.Step);
                json.WriteNumber("time", record.Time);
                json.WriteStartObject("record");
                json.WriteString("key", record.Key);
                json.WriteString("type", record.Type);
                json.WriteNumber("index", record.Index);
                json.WritePropertyName("value");
                record.Value.WriteTo(json);
                json.WriteEndObject();
            });
        return SendWhenFullAsync(cancellationToken);
    }

    public ValueTask AddAsync(ConsoleLine line, CancellationToken cancellationToken)
    {
        WriteLine(
            new ImportCounts { ConsoleLines = 1 },
            json =>
            {
                json.WriteNumber("time", line.Time);
                json.WriteStartObject("console");
                json.WriteNumber("line", line.Line);
                json.WriteString("stream", line.Stream);
                json.WriteString("text", line.Text);
                json.WriteEndObject();
            });
        return SendWhenFullAsync(cancellationToken);
    }

    /// <summary>Sends what is left.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await WriteRowsAsync(cancellationToken);
        await SendAsync(cancellationToken);
    }

    private async ValueTask WriteRowsAsync(CancellationToken cancellationToken)
    {
        _window.Sort(static (a, b) =>
        {
            var order = a.Step.CompareTo(b.Step);
            order = order != 0 ? order : a.Time.CompareTo(b.Time);
            return order != 0 ? order : string.CompareOrdinal(a.Key, b.Key);
        });
        for (var start = 0; start < _window.Count;)
        {
            // A key stands once in a row: what was logged twice at one step and time makes two.
            var end = start + 1;
            while (end < _window.Count && _window[end].Step == _window[start].Step && _window[end].Time == _window[start].Time
                && _window[end].Key != _window[end - 1].Key)
            {
                end++;
            }

            WriteRow(start, end);
            start = end;
            await SendWhenFullAsync(cancellationToken);
        }

        _window.Clear();
    }

    private void WriteRow(int start, int end) => WriteLine(
        new ImportCounts { Points = end - start },
        json =>
        {
            json.WriteNumber("step", _window[start].Step);
            json.WriteNumber("time", _window[start].Time);
            json.WriteStartObject("metrics");
            for (var i = start; i < end; i++)
            {
                var (key, value) = (_window[i].Key, _window[i].Value);
                if (double.IsFinite(value))
                    json.WriteNumber(key, value);
                else
                    json.WriteString(key, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
            }

            json.WriteEndObject();
        });

    private void WriteLine(ImportCounts counts, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        _bytes.Write("\n"u8);
        _lines.Add((_bytes.WrittenCount, counts));
    }

    private ValueTask SendWhenFullAsync(CancellationToken cancellationToken) =>
        _bytes.WrittenCount < BatchBytes ? ValueTask.CompletedTask : new ValueTask(SendAsync(cancellationToken));

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        if (_lines.Count > 0)
            await SendAsync(0, _lines.Count, cancellationToken);
        _lines.Clear();
        _bytes.ResetWrittenCount();
    }

    private async Task SendAsync(int first, int end, CancellationToken cancellationToken)
    {
        var from = first == 0 ? 0 : _lines[first - 1].End;
        var answer = await target.LogAsync(run, _bytes.WrittenMemory[from.._lines[end - 1].End], cancellationToken);
        if (answer.Ok)
        {
            tally.Came(Sum(first, end));
        }
        else if (end - first > 1 && (int)answer.Status is 400 or 413)
        {
            var middle = first + ((end - first) / 2);
            await SendAsync(first, middle, cancellationToken);
            await SendAsync(middle, end, cancellationToken);
        }
        else
        {
            tally.Missed(subject, answer.Problem, Sum(first, end));
        }
    }

    private ImportCounts Sum(int first, int end)
    {
        var sum = new ImportCounts();
        for (var i = first; i < end; i++)
            sum += _lines[i].Counts;
        return sum;
    }
}
