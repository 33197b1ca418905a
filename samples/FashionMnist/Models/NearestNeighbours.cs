using System.Numerics.Tensors;
using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Numerics;

namespace Cairn.Samples.FashionMnist.Models;

/// <summary>
/// k nearest neighbours by Euclidean distance (Cover and Hart 1967): an image gets the class that most of the k
/// training images nearest to it have.
/// </summary>
/// <remarks>
/// |x - r|^2 = |x|^2 - 2 x.r + |r|^2, and |x|^2 is the same for all r. So the work is one large matrix product of the
/// images with the references, done in blocks that fit into the cache, after each of which only the nearest are kept.
/// </remarks>
internal sealed class NearestNeighbours
{
    private const int QueriesAtOnce = 480;
    private const int ReferencesAtOnce = 2048;

    private readonly Matrix[] _blocks;
    private readonly byte[] _labels;
    private readonly float[] _squares;
    private readonly Gemm _gemm;
    private Matrix _products = new(0, 0);

    /// <summary>Takes references [n x 784] with their labels [n]; nothing is learned.</summary>
    public NearestNeighbours(ModelInput references, Gemm gemm)
    {
        (_labels, _gemm) = (references.Labels, gemm);
        _blocks = [.. Enumerable.Range(0, (references.Count + ReferencesAtOnce - 1) / ReferencesAtOnce).Select(block =>
            references.Images.CopyRows(
                block * ReferencesAtOnce, Math.Min(ReferencesAtOnce, references.Count - block * ReferencesAtOnce)))];
        _squares = new float[references.Count];
        for (var i = 0; i < _squares.Length; i++)
            _squares[i] = TensorPrimitives.SumOfSquares<float>(references.Images.Row(i));
    }

    /// <summary>
    /// Labels of the <paramref name="most"/> references nearest to each query, nearest first: [queries][most].
    /// Of equally near ones that with the lower index comes first. <paramref name="progress"/> gets the queries done.
    /// </summary>
    public byte[][] Nearest(Matrix queries, int most, IProgress<int>? progress, CancellationToken ct)
    {
        if (most < 1 || most > _labels.Length)
            throw new ArgumentOutOfRangeException(nameof(most), most, $"There are {_labels.Length} references.");
        var nearest = new byte[queries.Rows][];
        for (var first = 0; first < queries.Rows; first += QueriesAtOnce)
        {
            var block = queries.CopyRows(first, Math.Min(QueriesAtOnce, queries.Rows - first));
            var candidates = new NearestCandidates[block.Rows];
            for (var i = 0; i < candidates.Length; i++) candidates[i] = new NearestCandidates(most);
            Compare(block, candidates, ct);
            for (var i = 0; i < candidates.Length; i++)
                nearest[first + i] = Array.ConvertAll(
                    candidates[i].References.ToArray(), reference => _labels[reference]);
            progress?.Report(first + block.Rows);
        }

        return nearest;
    }

    /// <summary>
    /// Shares of the classes among the first <paramref name="k"/> of <paramref name="nearest"/>: [queries x 10].
    /// Where two classes tie for the most votes, the farthest neighbours are left out until one wins.
    /// </summary>
    public static Matrix Vote(byte[][] nearest, int k)
    {
        var shares = new Matrix(nearest.Length, ClassNames.Count);
        for (var i = 0; i < nearest.Length; i++)
        {
            var voters = k;
            while (!Vote(nearest[i].AsSpan(0, voters), shares.Row(i))) voters--;
        }

        return shares;
    }

    private static bool Vote(ReadOnlySpan<byte> labels, Span<float> shares)
    {
        shares.Clear();
        foreach (var label in labels) shares[label] += 1f / labels.Length;
        var most = TensorPrimitives.Max<float>(shares);
        return shares.Count(most) == 1;
    }

    private void Compare(Matrix queries, NearestCandidates[] candidates, CancellationToken ct)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = _gemm.Threads, CancellationToken = ct };
        for (var (block, first) = (0, 0); block < _blocks.Length; first += _blocks[block].Rows, block++)
        {
            ct.ThrowIfCancellationRequested();
            var start = first;
            // Asking the system for megabytes anew in each of thousands of blocks would cost more than filling them.
            if (_products.Rows != queries.Rows || _products.Columns != _blocks[block].Rows)
                _products = new Matrix(queries.Rows, _blocks[block].Rows);
            var products = _products;
            _gemm.Multiply(queries, _blocks[block], products, transposeB: true);
            Parallel.For(
                0, queries.Rows, options, i => candidates[i].Offer(products.Row(i), _squares.AsSpan(start), start));
        }
    }
}
