using System.Buffers.Binary;
using Cairn.Protocols.Import.Wandb;

namespace Cairn.Protocols.Tests.Import.Wandb;

/// <summary>Writes a <c>.wandb</c> file: records cut into pieces at the bounds of 32 KiB blocks.</summary>
internal sealed class RunFileWriter
{
    private const int Block = 32768;
    private readonly MemoryStream _file = new();

    public RunFileWriter() => _file.Write([(byte)':', (byte)'W', (byte)'&', (byte)'B', 0xE1, 0xBE, 0]);

    public byte[] ToArray() => _file.ToArray();

    public void Add(int field, ProtoWriter content) => Add(new ProtoWriter().Message(field, content).ToArray());

    public void Add(ReadOnlySpan<byte> record)
    {
        var first = true;
        while (true)
        {
            var room = Block - (int)(_file.Length % Block);
            if (room < 7)
            {
                _file.Write(new byte[room]);
                room = Block;
            }

            var size = Math.Min(record.Length, room - 7);
            var last = size == record.Length;
            Piece((byte)((first, last) switch { (true, true) => 1, (true, false) => 2, (false, false) => 3, _ => 4 }), record[..size]);
            record = record[size..];
            first = false;
            if (last)
                return;
        }
    }

    private void Piece(byte kind, ReadOnlySpan<byte> data)
    {
        Span<byte> head = stackalloc byte[7];
        BinaryPrimitives.WriteUInt32LittleEndian(head, Crc32.Of(kind, data));
        BinaryPrimitives.WriteUInt16LittleEndian(head[4..], (ushort)data.Length);
        head[6] = kind;
        _file.Write(head);
        _file.Write(data);
    }
}
