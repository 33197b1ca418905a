using System.Buffers.Binary;
using System.Text;

namespace Cairn.Protocols.Mlflow.Otlp;

/// <summary>Reads protobuf's wire format field by field. What is cut off or malformed is an <see cref="InvalidDataException"/>.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private const int VarintBytes = 10;
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Number of the field that stands next.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is written: 0 varint, 1 eight bytes, 2 length and bytes, 5 four bytes.</summary>
    public int Type { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        var tag = ReadVarint();
        if (tag >> 3 is 0 or > int.MaxValue)
            throw new InvalidDataException("A protobuf field has an impossible number.");
        Field = (int)(tag >> 3);
        Type = (int)(tag & 7);
        return true;
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var i = 0; i < VarintBytes && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("A protobuf number is cut off.");
    }

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ReadOnlySpan<byte> ReadBytes()
    {
        if (Type != 2)
            throw new InvalidDataException("A protobuf field is not of the type that it has to be.");
        return Take(ReadVarint());
    }

    public string ReadText()
    {
        var bytes = ReadBytes();
        return System.Text.Unicode.Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new InvalidDataException("A protobuf text is no UTF-8.");
    }

    public void Skip()
    {
        switch (Type)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                ReadBytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException("A protobuf field is of a type that there is not.");
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new InvalidDataException("A protobuf message is cut off.");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
