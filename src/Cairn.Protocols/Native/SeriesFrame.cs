using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Text.Json;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Native;

/// <summary>
/// A chart's answer as <c>CSR1</c>: a JSON header that says where each series lies, then its columns as little-endian
/// float64, ready to be drawn from. The layout is in docs/native-api.md, section Series.
/// </summary>
internal sealed class SeriesFrame(SeriesQuery query, SeriesAnswer answer) : IResult
{
    public const string ContentType = "application/vnd.cairn.series";

    private const int Alignment = 8;
    private const int PrefixBytes = 8;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var header = Header(out var bodyBytes);
        var writer = Begin(httpContext.Response, header, bodyBytes);
        foreach (var series in answer.Series)
        {
            WriteColumns(writer, series.Buckets);
            if (writer.UnflushedBytes > 1 << 18)
                await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
        }

        await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Writes what stands before the columns.</summary>
    public static PipeWriter Begin(HttpResponse response, byte[] header, long bodyBytes)
    {
        var padding = (Alignment - ((PrefixBytes + header.Length) % Alignment)) % Alignment;
        response.ContentType = ContentType;
        response.ContentLength = PrefixBytes + header.Length + padding + bodyBytes;
        WritePrefix(response.BodyWriter, header, padding);
        return response.BodyWriter;
    }

    private byte[] Header(out long bodyBytes)
    {
        var entries = new List<SeriesEntryWire>(answer.Series.Count);
        bodyBytes = 0;
        foreach (var series in answer.Series)
        {
            var columns = SeriesJson.Columns(series.Buckets);
            entries.Add(new SeriesEntryWire(
                series.Run, series.Key, series.Count, series.From, series.To, series.Buckets.Length, bodyBytes, columns));
            bodyBytes += (long)columns.Count * series.Buckets.Length * sizeof(double);
        }

        var header = new SeriesHeaderWire(query.Axis.ToString(), answer.From, answer.To, query.Buckets, entries);
        return JsonSerializer.SerializeToUtf8Bytes(header, NativeJson.Default.SeriesHeaderWire);
    }

    private static void WritePrefix(PipeWriter writer, byte[] header, int padding)
    {
        var span = writer.GetSpan(PrefixBytes + header.Length + padding);
        "CSR1"u8.CopyTo(span);
        BitConverter.TryWriteBytes(span[4..], (uint)(header.Length + padding));
        header.CopyTo(span[PrefixBytes..]);
        span.Slice(PrefixBytes + header.Length, padding).Fill((byte)' ');
        writer.Advance(PrefixBytes + header.Length + padding);
    }

    private static void WriteColumns(PipeWriter writer, BucketedSeries buckets)
    {
        Write(writer, buckets.X);
        Write(writer, buckets.Last);
        if (SeriesJson.Columns(buckets).Count == 2)
            return;
        Write(writer, buckets.Min);
        Write(writer, buckets.Max);
        Write(writer, buckets.Mean);
        Write(writer, buckets.Count);
        if (buckets.HasNonfinite)
            Write(writer, buckets.Nonfinite);
    }

    /// <summary>Writes a column of float64.</summary>
    public static void Write(PipeWriter writer, double[] column)
    {
        var bytes = MemoryMarshal.AsBytes(column.AsSpan());
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }

    /// <summary>Writes a column of counts as float64.</summary>
    public static void Write(PipeWriter writer, long[] column)
    {
        var target = MemoryMarshal.Cast<byte, double>(writer.GetSpan(column.Length * sizeof(double)));
        for (var i = 0; i < column.Length; i++)
            target[i] = column[i];
        writer.Advance(column.Length * sizeof(double));
    }
}
