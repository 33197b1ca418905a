namespace Cairn.Samples.FashionMnist.Models;

/// <summary>The nearest references to one query among those offered so far, nearest first.</summary>
internal sealed class NearestCandidates(int most)
{
    private readonly float[] _distances = new float[most];
    private readonly int[] _references = new int[most];
    private int _count;

    /// <summary>Indices of the references kept, nearest first.</summary>
    public ReadOnlySpan<int> References => _references.AsSpan(0, _count);

    /// <summary>
    /// Offers references <paramref name="first"/>, first + 1, …: <paramref name="products"/> are their dot products
    /// with the query, <paramref name="squares"/> their squared lengths. They must be offered by ascending index.
    /// </summary>
    public void Offer(ReadOnlySpan<float> products, ReadOnlySpan<float> squares, int first)
    {
        var farthest = _count < most ? float.PositiveInfinity : _distances[^1];
        for (var i = 0; i < products.Length; i++)
        {
            var distance = squares[i] - 2 * products[i];
            if (distance >= farthest) continue;
            Insert(distance, first + i);
            if (_count == most) farthest = _distances[^1];
        }
    }

    private void Insert(float distance, int reference)
    {
        var at = _count < most ? _count++ : most - 1;
        for (; at > 0 && _distances[at - 1] > distance; at--)
            (_distances[at], _references[at]) = (_distances[at - 1], _references[at - 1]);
        (_distances[at], _references[at]) = (distance, reference);
    }
}
