using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cairn.Samples.FashionMnist.Numerics;

/// <summary>The innermost loop of <see cref="Gemm"/>: one tile of C, [Rows x Columns], held in registers.</summary>
internal static class GemmKernel
{
    /// <summary>
    /// Six rows of two vectors are twelve sums; with two vectors of B and one of A that is fifteen of the sixteen
    /// vector registers which every x64 and ARM64 processor has.
    /// </summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile: two vectors, 16 with 256-bit vectors.</summary>
    public static int Columns => 2 * Vector<float>.Count;

    /// <summary>
    /// Adds strip times panel to the tile of <paramref name="c"/> at (row, column); what of the tile lies outside C is
    /// dropped. Strip is [depth x Rows], panel [depth x Columns].
    /// </summary>
    public static void AddProduct(ReadOnlySpan<float> strip, ReadOnlySpan<float> panel, Matrix c, int row, int column)
    {
        var depth = panel.Length / Columns;
        var (height, width) = (Math.Min(Rows, c.Rows - row), Math.Min(Columns, c.Columns - column));
        if (height == Rows && width == Columns)
        {
            AddProduct(strip, panel, depth, ref c.Values[row * c.Columns + column], c.Columns);
            return;
        }

        Span<float> tile = stackalloc float[Rows * Columns];
        tile.Clear();
        for (var i = 0; i < height; i++) c.Row(row + i).Slice(column, width).CopyTo(tile[(i * Columns)..]);
        AddProduct(strip, panel, depth, ref tile[0], Columns);
        for (var i = 0; i < height; i++) tile.Slice(i * Columns, width).CopyTo(c.Row(row + i)[column..]);
    }

    private static void AddProduct(
        ReadOnlySpan<float> strip, ReadOnlySpan<float> panel, int depth, ref float tile, int stride)
    {
        var lanes = (nuint)Vector<float>.Count;
        ref var row1 = ref Unsafe.Add(ref tile, stride);
        ref var row2 = ref Unsafe.Add(ref row1, stride);
        ref var row3 = ref Unsafe.Add(ref row2, stride);
        ref var row4 = ref Unsafe.Add(ref row3, stride);
        ref var row5 = ref Unsafe.Add(ref row4, stride);
        var (c00, c01) = (Vector.LoadUnsafe(ref tile), Vector.LoadUnsafe(ref tile, lanes));
        var (c10, c11) = (Vector.LoadUnsafe(ref row1), Vector.LoadUnsafe(ref row1, lanes));
        var (c20, c21) = (Vector.LoadUnsafe(ref row2), Vector.LoadUnsafe(ref row2, lanes));
        var (c30, c31) = (Vector.LoadUnsafe(ref row3), Vector.LoadUnsafe(ref row3, lanes));
        var (c40, c41) = (Vector.LoadUnsafe(ref row4), Vector.LoadUnsafe(ref row4, lanes));
        var (c50, c51) = (Vector.LoadUnsafe(ref row5), Vector.LoadUnsafe(ref row5, lanes));
        ref var a = ref MemoryMarshal.GetReference(strip);
        ref var b = ref MemoryMarshal.GetReference(panel);
        for (var k = 0; k < depth; k++)
        {
            var (b0, b1) = (Vector.LoadUnsafe(ref b), Vector.LoadUnsafe(ref b, lanes));
            var a0 = new Vector<float>(a);
            c00 = Vector.FusedMultiplyAdd(a0, b0, c00);
            c01 = Vector.FusedMultiplyAdd(a0, b1, c01);
            var a1 = new Vector<float>(Unsafe.Add(ref a, 1));
            c10 = Vector.FusedMultiplyAdd(a1, b0, c10);
            c11 = Vector.FusedMultiplyAdd(a1, b1, c11);
            var a2 = new Vector<float>(Unsafe.Add(ref a, 2));
            c20 = Vector.FusedMultiplyAdd(a2, b0, c20);
            c21 = Vector.FusedMultiplyAdd(a2, b1, c21);
            var a3 = new Vector<float>(Unsafe.Add(ref a, 3));
            c30 = Vector.FusedMultiplyAdd(a3, b0, c30);
            c31 = Vector.FusedMultiplyAdd(a3, b1, c31);
            var a4 = new Vector<float>(Unsafe.Add(ref a, 4));
            c40 = Vector.FusedMultiplyAdd(a4, b0, c40);
            c41 = Vector.FusedMultiplyAdd(a4, b1, c41);
            var a5 = new Vector<float>(Unsafe.Add(ref a, 5));
            c50 = Vector.FusedMultiplyAdd(a5, b0, c50);
            c51 = Vector.FusedMultiplyAdd(a5, b1, c51);
            a = ref Unsafe.Add(ref a, Rows);
            b = ref Unsafe.Add(ref b, 2 * lanes);
        }

        Store(c00, c01, ref tile);
        Store(c10, c11, ref row1);
        Store(c20, c21, ref row2);
        Store(c30, c31, ref row3);
        Store(c40, c41, ref row4);
        Store(c50, c51, ref row5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> left, Vector<float> right, ref float target)
    {
        left.StoreUnsafe(ref target);
        right.StoreUnsafe(ref target, (nuint)Vector<float>.Count);
    }
}
