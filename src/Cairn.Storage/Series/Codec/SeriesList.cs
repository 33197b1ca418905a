namespace Cairn.Storage.Series.Codec;

/// <summary>The series of a row group, ascending, as bytes; equal lists have equal bytes.</summary>
internal static class SeriesList
{
    public static byte[] Write(ReadOnlySpan<long> ascending)
    {
        var sink = new ByteSink(ascending.Length * 2 + 16);
        long last = 0;
        foreach (var series in ascending)
        {
            sink.VarInt((ulong)(series - last));
            last = series;
        }

        return sink.Written.ToArray();
    }

    public static long[] Read(ReadOnlySpan<byte> bytes)
    {
        var list = new List<long>();
        var source = new ByteSource(bytes);
        long last = 0;
        while (source.Position < bytes.Length)
            list.Add(last += (long)source.VarInt());
        return [.. list];
    }
}
