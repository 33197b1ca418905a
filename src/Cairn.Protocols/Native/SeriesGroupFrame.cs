using System.Text.Json;
using Cairn.Core.Metrics;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Native;

/// <summary>An answer about groups as <c>CSR1</c>: <c>last</c> is a group's line, <c>min</c> and <c>max</c> its band.</summary>
internal sealed class SeriesGroupFrame(SeriesQuery query, SeriesGroupAnswer answer, IReadOnlyList<SeriesGroupWire> groups) : IResult
{
    private const long FlushBytes = 1 << 18;
    private static readonly string[] Columns = ["x", "last", "min", "max", "count"];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var entries = new List<SeriesGroupEntryWire>(answer.Series.Count);
        long bytes = 0;
        foreach (var line in answer.Series)
        {
            var length = line.Curve.X.Length;
            entries.Add(new SeriesGroupEntryWire(line.Group, line.Key, line.Runs, line.From, line.To, length, bytes, Columns));
            bytes += (long)Columns.Length * length * sizeof(double);
        }

        var header = new SeriesGroupHeaderWire(
            query.Axis.ToString(), answer.From, answer.To, query.Buckets, answer.Total, groups, entries);
        var writer = SeriesFrame.Begin(
            httpContext.Response, JsonSerializer.SerializeToUtf8Bytes(header, NativeJson.Default.SeriesGroupHeaderWire), bytes);
        foreach (var line in answer.Series)
        {
            SeriesFrame.Write(writer, line.Curve.X);
            SeriesFrame.Write(writer, line.Curve.Centre);
            SeriesFrame.Write(writer, line.Curve.Low);
            SeriesFrame.Write(writer, line.Curve.High);
            SeriesFrame.Write(writer, line.Curve.Count);
            if (writer.UnflushedBytes > FlushBytes)
                await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
        }

        await writer.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
    }
}
