using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cairn.Analysis.Sweeps;

/// <summary>
/// The lower factor L of a symmetric positive definite matrix, A = L Lᵀ, held row by row. Own rather than a library's
/// because a matrix that is not positive definite is an answer here, not an exception, and because sums are taken in
/// one order on every machine and thread count, so that a seed repeats.
/// </summary>
internal sealed class TriangularFactor
{
    private readonly double[] _l;
    private readonly int _size;

    private TriangularFactor(double[] l, int size)
    {
        _l = l;
        _size = size;
    }

    /// <summary>Factors the lower half of <paramref name="matrix"/> in place (Cholesky and Banachiewicz); null when
    /// it is not positive definite.</summary>
    public static TriangularFactor? Of(double[] matrix, int size)
    {
        for (var i = 0; i < size; i++)
        {
            var row = matrix.AsSpan(i * size, i + 1);
            for (var j = 0; j < i; j++)
                row[j] = (row[j] - Dot(row[..j], matrix.AsSpan(j * size, j))) / matrix[(j * size) + j];
            var pivot = row[i] - Dot(row[..i], row[..i]);
            if (!(pivot > 0) || !double.IsFinite(pivot))
                return null;
            row[i] = Math.Sqrt(pivot);
        }

        return new TriangularFactor(matrix, size);
    }

    /// <summary>log det A / 2.</summary>
    public double HalfLogDeterminant()
    {
        var sum = 0.0;
        for (var i = 0; i < _size; i++)
            sum += Math.Log(_l[(i * _size) + i]);
        return sum;
    }

    /// <summary>Overwrites b by L⁻¹ b.</summary>
    public void SolveForward(Span<double> b)
    {
        for (var i = 0; i < _size; i++)
            b[i] = (b[i] - Dot(_l.AsSpan(i * _size, i), b[..i])) / _l[(i * _size) + i];
    }

    /// <summary>Overwrites b by A⁻¹ b.</summary>
    public void Solve(Span<double> b)
    {
        SolveForward(b);
        for (var i = _size - 1; i >= 0; i--)
        {
            b[i] /= _l[(i * _size) + i];
            for (var j = 0; j < i; j++)
                b[j] -= _l[(i * _size) + j] * b[i];
        }
    }

    /// <summary>The lower half of A⁻¹, row by row.</summary>
    public double[] Inverse()
    {
        // Row i of this is column i of L⁻¹; only its entries from i on differ from 0.
        var columns = new double[_size * _size];
        for (var i = 0; i < _size; i++)
        {
            var column = columns.AsSpan(i * _size, _size);
            column[i] = 1 / _l[(i * _size) + i];
            for (var k = i + 1; k < _size; k++)
                column[k] = -Dot(_l.AsSpan((k * _size) + i, k - i), column[i..k]) / _l[(k * _size) + k];
        }

        var inverse = new double[_size * _size];
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                inverse[(i * _size) + j] = Dot(
                    columns.AsSpan((i * _size) + i, _size - i), columns.AsSpan((j * _size) + i, _size - i));
            }
        }

        return inverse;
    }

    // Four lanes whatever the processor has, so that sums are the same everywhere.
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var left = MemoryMarshal.Cast<double, Vector256<double>>(a);
        var right = MemoryMarshal.Cast<double, Vector256<double>>(b[..a.Length]);
        var lanes = Vector256<double>.Zero;
        for (var i = 0; i < left.Length; i++)
            lanes += left[i] * right[i];
        var sum = Vector256.Sum(lanes);
        for (var i = left.Length * 4; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
