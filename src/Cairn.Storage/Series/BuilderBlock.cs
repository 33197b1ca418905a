namespace Cairn.Storage.Series;

/// <summary>Rows of a builder that have the same keys: values row by row, in the key order of the first row.</summary>
internal sealed class BuilderBlock(int[] keys, int[] sorted)
{
    private long[] _steps = new long[4];
    private long[] _times = new long[4];
    private double[] _values = new double[4 * keys.Length];

    /// <summary>The keys in the order of the values.</summary>
    public int[] Keys { get; } = keys;

    /// <summary>The same keys by number, which identifies the block.</summary>
    public int[] Sorted { get; } = sorted;

    /// <summary>Places of the keys in the order of their bytes; made when first built.</summary>
    public int[]? ByBytes { get; set; }

    public int Rows { get; private set; }

    public ReadOnlySpan<long> Steps => _steps.AsSpan(0, Rows);

    public ReadOnlySpan<long> Times => _times.AsSpan(0, Rows);

    public ReadOnlySpan<double> Values => _values.AsSpan(0, Rows * Keys.Length);

    public Span<double> AddRow(long step, long time)
    {
        if (Rows == _steps.Length)
        {
            Array.Resize(ref _steps, Rows * 2);
            Array.Resize(ref _times, Rows * 2);
            Array.Resize(ref _values, Rows * 2 * Keys.Length);
        }

        _steps[Rows] = step;
        _times[Rows] = time;
        return _values.AsSpan(Keys.Length * Rows++, Keys.Length);
    }

    public void Clear() => Rows = 0;
}
