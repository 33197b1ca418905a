using System.Buffers;

namespace Cairn.Samples.FashionMnist.Numerics;

/// <summary>
/// Matrix products, C = op(A) op(B), over all cores. Every element of C is a chain of fused multiply-adds over
/// k = 0, 1, 2, … so that the result is the same to the last bit for any number of threads and any vector width.
/// </summary>
/// <remarks>
/// The usual way to reach the speed of the processor: copy a slice of B into panels that stay in the nearest cache
/// and a slice of A beside it, then let a small kernel hold a tile of C in registers (see <see cref="GemmKernel"/>).
/// Transposition costs nothing extra: it only changes how the slices are copied. An instance keeps its buffers
/// between products and serves one caller at a time.
/// </remarks>
internal sealed class Gemm(int threads)
{
    private const int DepthOfSlice = 256;
    private const int RowsOfBlock = GemmKernel.Rows * 16;
    private const long WorthSharing = 1_000_000;

    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = Math.Max(1, threads) };
    private float[] _panels = [];

    /// <summary>How many threads a product may use.</summary>
    public int Threads => _parallel.MaxDegreeOfParallelism;

    /// <summary>
    /// Writes op(A) op(B) into <paramref name="c"/>; op is the transpose where asked for.
    /// Throws <see cref="ArgumentException"/> unless op(A) is [m x k], op(B) is [k x n] and C is [m x n].
    /// </summary>
    public void Multiply(Matrix a, Matrix b, Matrix c, bool transposeA = false, bool transposeB = false)
    {
        var (m, depth) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        var (depthB, n) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (depth != depthB || c.Rows != m || c.Columns != n)
            throw new ArgumentException(
                $"[{m} x {depth}] times [{depthB} x {n}] does not give [{c.Rows} x {c.Columns}].", nameof(c));
        c.Values.Clear();

        var shared = Threads > 1 && (long)m * n * depth >= WorthSharing;
        var panelCount = (n + GemmKernel.Columns - 1) / GemmKernel.Columns;
        for (var first = 0; first < depth; first += DepthOfSlice)
        {
            var (start, slice) = (first, Math.Min(DepthOfSlice, depth - first));
            var needed = panelCount * slice * GemmKernel.Columns;
            if (_panels.Length < needed) _panels = new float[needed];

            Each(panelCount, shared, panel => PackPanel(b, transposeB, start, slice, panel, n));
            var blockRows = shared ? Math.Min(RowsOfBlock, RoundUp((m + Threads - 1) / Threads)) : RowsOfBlock;
            Each((m + blockRows - 1) / blockRows, shared, block =>
                MultiplyBlock(
                    a, transposeA, c, start, slice, block * blockRows, Math.Min(blockRows, m - block * blockRows)));
        }
    }

    private static int RoundUp(int rows) => (rows + GemmKernel.Rows - 1) / GemmKernel.Rows * GemmKernel.Rows;

    private void Each(int count, bool shared, Action<int> body)
    {
        if (shared && count > 1)
        {
            Parallel.For(0, count, _parallel, body);
            return;
        }

        for (var i = 0; i < count; i++) body(i);
    }

    /// <summary>Lays columns of op(B) out as [depth x Columns], with zeros past the last column.</summary>
    private void PackPanel(Matrix b, bool transposed, int start, int slice, int panel, int n)
    {
        var target = _panels.AsSpan(panel * slice * GemmKernel.Columns, slice * GemmKernel.Columns);
        var column = panel * GemmKernel.Columns;
        var width = Math.Min(GemmKernel.Columns, n - column);
        if (width < GemmKernel.Columns) target.Clear();
        if (!transposed)
        {
            for (var k = 0; k < slice; k++)
                b.Row(start + k).Slice(column, width).CopyTo(target[(k * GemmKernel.Columns)..]);
            return;
        }

        for (var j = 0; j < width; j++)
        {
            var source = b.Row(column + j).Slice(start, slice);
            for (var k = 0; k < source.Length; k++) target[k * GemmKernel.Columns + j] = source[k];
        }
    }

    private void MultiplyBlock(Matrix a, bool transposed, Matrix c, int start, int slice, int row, int rows)
    {
        var packed = ArrayPool<float>.Shared.Rent(RoundUp(rows) * slice);
        PackRows(a, transposed, start, slice, row, rows, packed.AsSpan(0, RoundUp(rows) * slice));
        var stripLength = slice * GemmKernel.Rows;
        var panelLength = slice * GemmKernel.Columns;
        for (var (column, panel) = (0, 0); column < c.Columns; column += GemmKernel.Columns, panel++)
        {
            var columns = _panels.AsSpan(panel * panelLength, panelLength);
            for (var (i, strip) = (0, 0); i < rows; i += GemmKernel.Rows, strip++)
                GemmKernel.AddProduct(packed.AsSpan(strip * stripLength, stripLength), columns, c, row + i, column);
        }

        ArrayPool<float>.Shared.Return(packed);
    }

    /// <summary>Lays rows of op(A) out as strips of [depth x Rows], with zeros past the last row.</summary>
    private static void PackRows(Matrix a, bool transposed, int start, int slice, int row, int rows, Span<float> target)
    {
        if (rows % GemmKernel.Rows != 0) target.Clear();
        for (var i = 0; i < rows; i += GemmKernel.Rows)
        {
            var height = Math.Min(GemmKernel.Rows, rows - i);
            var strip = target.Slice(i * slice, slice * GemmKernel.Rows);
            if (transposed)
            {
                for (var k = 0; k < slice; k++)
                    a.Row(start + k).Slice(row + i, height).CopyTo(strip[(k * GemmKernel.Rows)..]);
                continue;
            }

            for (var r = 0; r < height; r++)
            {
                var source = a.Row(row + i + r).Slice(start, slice);
                for (var k = 0; k < source.Length; k++) strip[k * GemmKernel.Rows + r] = source[k];
            }
        }
    }
}
