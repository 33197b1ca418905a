using System.Diagnostics.CodeAnalysis;

namespace Cairn.Storage.Series.Heads;

/// <summary>Shares one <see cref="SeriesKey"/> among all runs that use a name.</summary>
internal sealed class KeyTable
{
    private const int Most = 200_000;

    private readonly Lock _gate = new();
    private long _revision;
    private readonly Dictionary<byte[], SeriesKey> _keys = new(BytesComparer.Instance);

    /// <summary>A number that was not given before, for the state of a series.</summary>
    public long NextRevision() => Interlocked.Increment(ref _revision);

    public SeriesKey Get(ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            var lookup = _keys.GetAlternateLookup<ReadOnlySpan<byte>>();
            if (lookup.TryGetValue(utf8, out var key))
                return key;

            // Sharing saves memory and nothing depends on it, so the table may start again.
            if (_keys.Count >= Most)
                _keys.Clear();
            key = new SeriesKey(utf8.ToArray());
            _keys.Add(key.Utf8, key);
            return key;
        }
    }
}

/// <summary>Compares byte arrays by content, and looks them up by span.</summary>
internal sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
{
    public static BytesComparer Instance { get; } = new();

    public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

    public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());

    public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)ByteHash.Of(alternate);
}
