using System.Text;

namespace Cairn.Protocols.Tests.Import.Wandb;

/// <summary>Writes one Protocol Buffers message.</summary>
internal sealed class ProtoWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public ProtoWriter Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.ToArray());

    public ProtoWriter Time(int field, double seconds) => Message(
        field, new ProtoWriter().Number(1, (long)seconds).Number(2, (long)((seconds - (long)seconds) * 1e9)));

    /// <summary>A named JSON value; several names are a path.</summary>
    public ProtoWriter Item(int field, string json, params string[] path)
    {
        var item = new ProtoWriter();
        if (path.Length == 1)
            item.Text(1, path[0]);
        else
            Array.ForEach(path, part => item.Text(2, part));
        return Message(field, item.Text(16, json));
    }

    private ProtoWriter Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.WriteByte((byte)(value | 0x80));
        _bytes.WriteByte((byte)value);
    }
}
