using System.Text;
using System.Text.Unicode;

namespace Cairn.Storage.Series;

/// <summary>The keys a builder has seen, numbered from 0 in order of appearance, found by their UTF-8 bytes.</summary>
internal sealed class BuilderKeys
{
    private byte[] _bytes = new byte[1024];
    private int[] _ends = new int[64];
    private bool[] _plain = new bool[64];
    private int[] _slots = NewSlots(128);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int key]
    {
        get
        {
            var start = key == 0 ? 0 : _ends[key - 1];
            return _bytes.AsSpan(start, _ends[key] - start);
        }
    }

    /// <summary>Whether a key has neither a quote nor a backslash.</summary>
    public bool IsPlain(int key) => _plain[key];

    public void Clear()
    {
        Count = 0;
        _slots.AsSpan().Fill(-1);
    }

    public int Intern(ReadOnlySpan<byte> key)
    {
        var mask = _slots.Length - 1;
        var slot = (int)ByteHash.Of(key) & mask;
        while (_slots[slot] >= 0)
        {
            if (this[_slots[slot]].SequenceEqual(key))
                return _slots[slot];
            slot = (slot + 1) & mask;
        }

        return Add(key, slot);
    }

    private static int[] NewSlots(int size)
    {
        var slots = new int[size];
        slots.AsSpan().Fill(-1);
        return slots;
    }

    private int Add(ReadOnlySpan<byte> key, int slot)
    {
        if (key.IsEmpty || key.Length > ushort.MaxValue)
            throw new ArgumentException($"a key takes 1 to {ushort.MaxValue} bytes", nameof(key));
        if (!Utf8.IsValid(key))
            throw new ArgumentException($"key '{Encoding.UTF8.GetString(key)}' is not UTF-8", nameof(key));
        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (start + key.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, start + key.Length));
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _plain, Count * 2);
        }

        _plain[Count] = !key.ContainsAny((byte)'"', (byte)'\\');
        key.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + key.Length;
        _slots[slot] = Count++;
        if (Count * 2 > _slots.Length)
            Grow();
        return Count - 1;
    }

    private void Grow()
    {
        _slots = NewSlots(_slots.Length * 2);
        var mask = _slots.Length - 1;
        for (var key = 0; key < Count; key++)
        {
            var slot = (int)ByteHash.Of(this[key]) & mask;
            while (_slots[slot] >= 0)
                slot = (slot + 1) & mask;
            _slots[slot] = key;
        }
    }
}
