using System.Text;

namespace Cairn.Core.Runs.Querying;

/// <summary>Numbers the keys that runs have, from 0 in order of arrival, so that counts of them are small. Safe for many threads.</summary>
internal sealed class KeyTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int>[] _numbers =
        [.. Enum.GetValues<RunColumnFamily>().Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];

    private readonly List<(RunColumnFamily Family, string Path, byte[] Utf8)> _keys = [];

    // Which key came after which one last: lists of neighbouring chunks are much the same.
    private readonly List<int> _after = [];

    /// <summary>How many keys there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _keys.Count;
        }
    }

    /// <summary>The key of a number.</summary>
    public (RunColumnFamily Family, string Path) this[int number]
    {
        get
        {
            lock (_gate)
                return (_keys[number].Family, _keys[number].Path);
        }
    }

    /// <summary>The number of a key.</summary>
    public int Number(RunColumnFamily family, ReadOnlySpan<char> path)
    {
        lock (_gate)
            return Find(family, path);
    }

    /// <summary>The number of a key in UTF-8 that came after the key <paramref name="before"/> in some list; -1 for the first.</summary>
    public int NumberAfter(int before, RunColumnFamily family, ReadOnlySpan<byte> utf8)
    {
        lock (_gate)
        {
            if (before >= 0 && _after[before] is var guess and >= 0 && _keys[guess].Family == family && utf8.SequenceEqual(_keys[guess].Utf8))
                return guess;
            var number = Find(family, Encoding.UTF8.GetString(utf8));
            if (before >= 0)
                _after[before] = number;
            return number;
        }
    }

    // By characters, so that a key that is known, as nearly all are, needs no string of its own.
    private int Find(RunColumnFamily family, ReadOnlySpan<char> path)
    {
        var numbers = _numbers[(int)family].GetAlternateLookup<ReadOnlySpan<char>>();
        if (numbers.TryGetValue(path, out var number))
            return number;
        number = _keys.Count;
        var key = path.ToString();
        numbers[path] = number;
        _keys.Add((family, key, Encoding.UTF8.GetBytes(key)));
        _after.Add(-1);
        return number;
    }
}
