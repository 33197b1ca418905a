using Cairn.Samples.FashionMnist.Data;
using Cairn.Samples.FashionMnist.Models;
using Cairn.Samples.FashionMnist.Numerics;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Models;

public sealed class NearestNeighboursTests
{
    [Fact]
    public void Finds_what_comparing_all_pairs_finds()
    {
        // More references and queries than fit into one block of either.
        var all = Samples.Training(3100);
        var references = new ModelInput(all.Images.CopyRows(0, 2500), all.Labels[..2500]);
        var queries = all.Images.CopyRows(2500, 600);
        var nearest = new NearestNeighbours(references, new Gemm(2)).Nearest(
            queries, 5, null, TestContext.Current.CancellationToken);
        for (var query = 0; query < queries.Rows; query += 7)
        {
            var expected = Enumerable.Range(0, references.Count)
                .OrderBy(reference => Distance(queries.Row(query), references.Images.Row(reference)))
                .Take(5).Select(reference => references.Labels[reference]);
            Assert.Equal(expected, nearest[query]);
        }
    }

    [Fact]
    public void Of_equally_near_references_the_first_wins()
    {
        var images = new Matrix(4, 784);
        var model = new NearestNeighbours(new ModelInput(images, [3, 1, 2, 0]), new Gemm(1));
        Assert.Equal([3, 1, 2], model.Nearest(new Matrix(1, 784), 3, null, TestContext.Current.CancellationToken)[0]);
    }

    [Fact]
    public void Reports_how_many_queries_are_done()
    {
        var references = Samples.Training(50);
        var reports = new List<int>();
        var model = new NearestNeighbours(references, new Gemm(1));
        model.Nearest(new Matrix(1000, 784), 1, new Collector(reports), TestContext.Current.CancellationToken);
        Assert.Equal([480, 960, 1000], reports);
    }

    [Fact]
    public void Stops_when_asked_to()
    {
        var model = new NearestNeighbours(Samples.Training(50), new Gemm(1));
        Assert.Throws<OperationCanceledException>(
            () => model.Nearest(new Matrix(10, 784), 1, null, new CancellationToken(true)));
    }

    [Theory]
    [InlineData(new byte[] { 4, 2, 2 }, 3, 2, 2 / 3f)]
    [InlineData(new byte[] { 4, 2, 2, 4 }, 4, 2, 2 / 3f)]
    [InlineData(new byte[] { 4, 2, 1 }, 3, 4, 1f)]
    [InlineData(new byte[] { 9, 2, 2 }, 1, 9, 1f)]
    public void The_most_votes_win_and_a_tie_leaves_the_farthest_out(byte[] nearest, int k, int winner, float share)
    {
        var votes = NearestNeighbours.Vote([nearest], k).Row(0);
        Assert.Equal(winner, votes.IndexOf(Enumerable.Max(votes.ToArray())));
        Assert.Equal(share, votes[winner], 1e-6f);
    }

    private static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return sum;
    }

    private sealed class Collector(List<int> reports) : IProgress<int>
    {
        public void Report(int value) => reports.Add(value);
    }
}
