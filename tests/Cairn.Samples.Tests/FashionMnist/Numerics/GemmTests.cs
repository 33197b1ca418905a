using Cairn.Samples.FashionMnist.Numerics;
using Xunit;

namespace Cairn.Samples.Tests.FashionMnist.Numerics;

public sealed class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 6, 16, 32 }, { 5, 7, 3 }, { 7, 300, 17 }, { 13, 513, 33 }, { 97, 784, 10 }, { 200, 260, 130 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gives_what_three_loops_give(int m, int depth, int n)
    {
        var random = new Random(m * 1000 + n);
        foreach (var (transposeA, transposeB) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            var a = transposeA ? Samples.Uniform(depth, m, random) : Samples.Uniform(m, depth, random);
            var b = transposeB ? Samples.Uniform(n, depth, random) : Samples.Uniform(depth, n, random);
            // What C holds before must not matter.
            var c = Samples.Uniform(m, n, random);
            new Gemm(2).Multiply(a, b, c, transposeA, transposeB);
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var expected = 0f;
                    for (var k = 0; k < depth; k++)
                        expected = MathF.FusedMultiplyAdd(
                            transposeA ? a[k, i] : a[i, k], transposeB ? b[j, k] : b[k, j], expected);
                    Assert.Equal(expected, c[i, j]);
                }
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var random = new Random(3);
        var (a, b) = (Samples.Uniform(331, 784, random), Samples.Uniform(784, 143, random));
        var one = new Matrix(331, 143);
        new Gemm(1).Multiply(a, b, one);
        foreach (var threads in new[] { 2, 3, 7, 16 })
        {
            var several = new Matrix(331, 143);
            new Gemm(threads).Multiply(a, b, several);
            Assert.Equal(one.Values.ToArray(), several.Values.ToArray());
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var gemm = new Gemm(1);
        Assert.Throws<ArgumentException>(() => gemm.Multiply(new Matrix(2, 3), new Matrix(4, 2), new Matrix(2, 2)));
        Assert.Throws<ArgumentException>(() => gemm.Multiply(new Matrix(2, 3), new Matrix(3, 2), new Matrix(3, 2)));
        Assert.Throws<ArgumentException>(
            () => gemm.Multiply(new Matrix(2, 3), new Matrix(3, 2), new Matrix(2, 2), transposeA: true));
    }
}
