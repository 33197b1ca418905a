namespace Cairn.Analysis.Sweeps;

/// <summary>
/// Points that fill the unit cube more evenly than independent draws: Halton's sequence with every digit of every
/// dimension permuted at random (Owen, "A randomized Halton algorithm in R", 2017).
/// </summary>
internal static class ScrambledHalton
{
    /// <summary>Point number <paramref name="index"/> of the sequence of a seed, in (0, 1)^dimensions.</summary>
    public static double[] Point(ulong seed, int index, int dimensions)
    {
        var point = new double[dimensions];
        var prime = 1;
        for (var d = 0; d < dimensions; d++)
        {
            prime = NextPrime(prime);
            point[d] = Coordinate(new SeededRandom(seed, (ulong)d + 1), index, prime);
        }

        return point;
    }

    private static double Coordinate(SeededRandom random, int index, int radix)
    {
        var digits = new int[radix];
        var weight = 1.0;
        var sum = 0.0;
        var rest = index;
        // All digits to double precision are permuted, the leading zeros too.
        for (weight /= radix; weight > 1e-16; weight /= radix)
        {
            Shuffle(random, digits);
            sum += digits[rest % radix] * weight;
            rest /= radix;
        }

        return Math.Clamp(sum, 1e-12, 1 - 1e-12);
    }

    private static void Shuffle(SeededRandom random, int[] digits)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            var j = random.Next(i + 1);
            digits[i] = digits[j];
            digits[j] = i;
        }
    }

    private static int NextPrime(int after)
    {
        for (var n = after + 1; ; n++)
        {
            var prime = true;
            for (var k = 2; k * k <= n && prime; k++)
                prime = n % k != 0;
            if (prime)
                return n;
        }
    }
}
