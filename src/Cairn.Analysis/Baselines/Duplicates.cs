using System.Security.Cryptography;
using System.Runtime.InteropServices;

namespace Cairn.Analysis.Baselines;

/// <summary>Finds test examples that the training data holds too, by the hash of their features.</summary>
public static class Duplicates
{
    /// <summary>How many test examples have the very features of a training example.</summary>
    public static int Count(LabelledData train, LabelledData test)
    {
        if (train.Width != test.Width)
            throw new ArgumentException("Both must have the same features.", nameof(test));
        var known = new HashSet<UInt128>(train.Count);
        for (var i = 0; i < train.Count; i++)
            known.Add(Hash(train.Row(i)));
        var found = 0;
        for (var i = 0; i < test.Count; i++)
            found += known.Contains(Hash(test.Row(i))) ? 1 : 0;
        return found;
    }

    /// <summary>SHA-256 of features and targets, in hexadecimal: tells one state of a data set from another.</summary>
    public static string Digest(LabelledData data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes<float>(data.Values));
        hash.AppendData(MemoryMarshal.AsBytes<double>(data.Targets));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static UInt128 Hash(ReadOnlySpan<float> row)
    {
        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(MemoryMarshal.AsBytes(row), digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }
}
