using System.Numerics;

namespace Cairn.Analysis.Sweeps;

/// <summary>
/// xoshiro256** (Blackman and Vigna, 2018), seeded through SplitMix64: the same numbers on every platform and runtime,
/// which System.Random does not promise.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">The sweep's seed.</param>
    /// <param name="stream">Which of the seed's independent streams.</param>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        var state = seed ^ BitOperations.RotateLeft(stream * 0xD1342543DE82EF95, 32);
        _a = Mix(ref state);
        _b = Mix(ref state);
        _c = Mix(ref state);
        _d = Mix(ref state);
    }

    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number in (0, 1), both ends left out.</summary>
    public double NextUnit() => ((NextBits() >> 11) + 0.5) / (1UL << 53);

    /// <summary>A whole number in [0, below).</summary>
    public int Next(int below) => (int)(NextUnit() * below);

    /// <summary>A standard normal number (Box and Muller, 1958).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(NextUnit())) * Math.Cos(2 * Math.PI * NextUnit());

    private static ulong Mix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
