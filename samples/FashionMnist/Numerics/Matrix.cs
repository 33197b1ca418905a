namespace Cairn.Samples.FashionMnist.Numerics;

/// <summary>A dense single-precision matrix of shape [rows x columns], stored row after row.</summary>
internal sealed class Matrix
{
    private readonly float[] _values;

    public Matrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _values = new float[checked(rows * columns)];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row after row: length Rows * Columns.</summary>
    public Span<float> Values => _values;

    /// <summary>The same values as <see cref="Values"/>, in a form that lambdas may capture.</summary>
    public Memory<float> Memory => _values;

    public float this[int row, int column]
    {
        get => _values[row * Columns + column];
        set => _values[row * Columns + column] = value;
    }

    /// <summary>Row <paramref name="row"/>, length Columns; writing to it writes to the matrix.</summary>
    public Span<float> Row(int row) => _values.AsSpan(row * Columns, Columns);

    /// <summary>Copies <paramref name="count"/> rows starting at <paramref name="first"/> into a new matrix.</summary>
    public Matrix CopyRows(int first, int count)
    {
        var copy = new Matrix(count, Columns);
        _values.AsSpan(first * Columns, count * Columns).CopyTo(copy._values);
        return copy;
    }

    /// <summary>A matrix of the same shape and values that shares nothing with this one.</summary>
    public Matrix Copy() => CopyRows(0, Rows);

    /// <summary>Overwrites this matrix with the values of one of the same shape.</summary>
    public void CopyFrom(Matrix source)
    {
        if (source.Rows != Rows || source.Columns != Columns)
            throw new ArgumentException(
                $"[{source.Rows} x {source.Columns}] does not fit into [{Rows} x {Columns}].", nameof(source));
        source._values.CopyTo(_values, 0);
    }
}
