namespace Cairn.Core.Runs.Querying;

/// <summary>The sort order of a dictionary's values: which rank each code has.</summary>
internal sealed class TextOrder
{
    private readonly RunValue[] _values;
    private readonly int[] _codes;
    private readonly int[] _ranks;

    private TextOrder(RunValue[] values, int[] codes, int[] ranks)
    {
        _values = values;
        _codes = codes;
        _ranks = ranks;
    }

    public static TextOrder Empty { get; } = new([], [], [0]);

    /// <summary>The rank of a code, from 0.</summary>
    public int Rank(int code) => _ranks[code];

    /// <summary>How many values sort before this one, and whether it is one of them itself.</summary>
    public (int Rank, bool Exact) Place(RunValue value)
    {
        var low = 0;
        var high = _codes.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (RunValueOrder.CompareOthers(_values[_codes[middle]], value) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return (low, low < _codes.Length && RunValueOrder.CompareOthers(_values[_codes[low]], value) == 0);
    }

    /// <summary>
    /// The order of the first <paramref name="count"/> codes. Only what is new gets sorted and is then merged, so that a column
    /// with a million names does not pay for all of them when one run is added.
    /// </summary>
    public TextOrder Extended(RunValue[] values, int count)
    {
        var known = _codes.Length + 1;
        if (count == known)
            return this;
        var added = new int[count - known];
        for (var i = 0; i < added.Length; i++)
            added[i] = known + i;
        Array.Sort(added, (a, b) => RunValueOrder.CompareOthers(values[a], values[b]));

        var codes = new int[count - 1];
        var ranks = new int[count];
        int old = 0, fresh = 0;
        for (var i = 0; i < codes.Length; i++)
        {
            var takeOld = fresh == added.Length ||
                          (old < _codes.Length && RunValueOrder.CompareOthers(values[_codes[old]], values[added[fresh]]) < 0);
            codes[i] = takeOld ? _codes[old++] : added[fresh++];
            ranks[codes[i]] = i;
        }

        return new TextOrder(values, codes, ranks);
    }
}
