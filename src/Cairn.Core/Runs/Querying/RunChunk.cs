using System.Runtime.CompilerServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>Up to <see cref="Size"/> neighbouring rows of the index; never changed once published. A removed run leaves null.</summary>
internal sealed class RunChunk(RunRecord?[] records)
{
    public const int Bits = 10;
    public const int Size = 1 << Bits;
    public const int Words = Size / 64;

    public int Count => records.Length;

    public RunRecord? this[int row] => row < records.Length ? records[row] : null;

    public ReadOnlySpan<RunRecord?> Records => records;

    /// <summary>Writes the id of each row's run; 0 where there is no run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Ids(Span<long> ids)
    {
        for (var row = 0; row < records.Length; row++)
            ids[row] = records[row]?.Id ?? 0;
    }

    /// <summary>Writes the hash of each row's document; 0 where there is no run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Hashes(RunColumnFamily family, Span<ulong> hashes)
    {
        for (var row = 0; row < records.Length; row++)
            hashes[row] = records[row]?.Hash(family) ?? 0;
    }
}
