using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Native;

/// <summary>
/// A chart's answer as <c>CSR1</c> for drawing many runs: what several series have in common is sent once, and extremes
/// are float32 where nobody could see the difference. The layout is in docs/native-api.md, section Series.
/// </summary>
internal sealed class CompactSeriesFrame(SeriesQuery query, SeriesAnswer answer) : IResult
{
    private const int FlushBytes = 1 << 18;

    // A chart of so many pixels shows no rounding below one of them.
    private const double Pixels = 65_536;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var entries = new List<SeriesEntryWire>(answer.Series.Count);
        var known = new Dictionary<(int Length, double First, double Last), int>();
        long bytes = 0;
        for (var i = 0; i < answer.Series.Count; i++)
        {
            var entry = Entry(i, known, bytes);
            entries.Add(entry);
            bytes += entry.Columns.Sum(column => Bytes(entry, column));
        }

        var header = new SeriesHeaderWire(query.Axis.ToString(), answer.From, answer.To, query.Buckets, entries);
        var writer = SeriesFrame.Begin(
            httpContext.Response, JsonSerializer.SerializeToUtf8Bytes(header, NativeJson.Default.SeriesHeaderWire), bytes);
        for (var i = 0; i < entries.Count; i++)
        {
            foreach (var column in entries[i].Columns)
                Write(writer, entries[i], answer.Series[i].Buckets, column);
            if (writer.UnflushedBytes > FlushBytes)
                await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
        }

        await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
    }

    private SeriesEntryWire Entry(int index, Dictionary<(int Length, double First, double Last), int> known, long offset)
    {
        var series = answer.Series[index];
        var buckets = series.Buckets;
        var columns = SeriesJson.Columns(buckets);
        int? like = null;
        if (buckets.Length > 0)
        {
            var place = (buckets.Length, buckets.X[0], buckets.X[^1]);
            if (!known.TryGetValue(place, out var other))
                known[place] = index;
            else if (Alike(answer.Series[other].Buckets, buckets))
                like = other;
        }

        if (like is not null)
            columns = [.. columns.Where(column => column is not ("x" or "count"))];
        string[] small = [.. columns.Where(column => column is "min" or "max")];
        return new SeriesEntryWire(
            series.Run, series.Key, series.Count, series.From, series.To, buckets.Length, offset, columns)
        {
            Like = like,
            Small = small.Length > 0 && RoundsUnseen(buckets) ? small : null,
        };
    }

    private static bool Alike(BucketedSeries a, BucketedSeries b) =>
        a.X.AsSpan().SequenceEqual(b.X) && a.Count.AsSpan().SequenceEqual(b.Count);

    private static bool RoundsUnseen(BucketedSeries buckets)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < buckets.Length; i++)
        {
            low = buckets.Min[i] < low ? buckets.Min[i] : low;
            high = buckets.Max[i] > high ? buckets.Max[i] : high;
        }

        var allowed = (high - low) / Pixels;
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        return largest < float.MaxValue && MathF.BitIncrement((float)largest) - (float)largest <= allowed;
    }

    private static long Bytes(SeriesEntryWire entry, string column) =>
        entry.Small?.Contains(column) == true ? ((entry.N * sizeof(float)) + 7) / 8 * 8 : (long)entry.N * sizeof(double);

    private static void Write(PipeWriter writer, SeriesEntryWire entry, BucketedSeries buckets, string column)
    {
        if (column is "count" or "nonfinite")
        {
            SeriesFrame.Write(writer, column == "count" ? buckets.Count : buckets.Nonfinite);
            return;
        }

        var values = column switch
        {
            "x" => buckets.X,
            "last" => buckets.Last,
            "min" => buckets.Min,
            "max" => buckets.Max,
            _ => buckets.Mean,
        };
        if (entry.Small?.Contains(column) == true)
            WriteSmall(writer, values, (int)Bytes(entry, column));
        else
            SeriesFrame.Write(writer, values);
    }

    private static void WriteSmall(PipeWriter writer, double[] column, int bytes)
    {
        var target = MemoryMarshal.Cast<byte, float>(writer.GetSpan(bytes)[..bytes]);
        target.Clear();
        for (var i = 0; i < column.Length; i++)
            target[i] = (float)column[i];
        writer.Advance(bytes);
    }
}
