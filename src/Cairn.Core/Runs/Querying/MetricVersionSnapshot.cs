using System.Runtime.CompilerServices;

namespace Cairn.Core.Runs.Querying;

/// <summary>What the series of each run were at, at one moment: 0 while nobody knows, 1 for a run without any.</summary>
/// <param name="blocks">The numbers; null while none is known.</param>
/// <param name="unsettled">The runs of which they do not count.</param>
/// <param name="generation">Another one after any change of what is known.</param>
internal sealed class MetricVersionSnapshot(Dictionary<long, ulong[]>? blocks, HashSet<long> unsettled, long generation)
{
    public const int Bits = 12;
    public const int Size = 1 << Bits;

    /// <summary>Nothing is known.</summary>
    public static MetricVersionSnapshot Unknown { get; } = new(null, [], -1);

    public long Generation => generation;

    public ulong this[long run]
    {
        get
        {
            if (blocks is null || (unsettled.Count > 0 && unsettled.Contains(run)))
                return 0;
            return blocks.TryGetValue(run >> Bits, out var block) ? Math.Max(1, block[run & (Size - 1)]) : 1;
        }
    }

    /// <summary>Writes the number of each row's run; 1 where there is no run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(RunChunk chunk, Span<ulong> versions)
    {
        Span<long> ids = stackalloc long[RunChunk.Size];
        chunk.Ids(ids);
        var (number, block) = (-1L, (ulong[]?)null);
        for (var row = 0; row < chunk.Count; row++)
        {
            versions[row] = 1;
            if (ids[row] == 0)
                continue;
            if (blocks is null || (unsettled.Count > 0 && unsettled.Contains(ids[row])))
            {
                versions[row] = 0;
                continue;
            }

            if (ids[row] >> Bits != number)
            {
                number = ids[row] >> Bits;
                block = blocks.GetValueOrDefault(number);
            }

            if (block is not null)
                versions[row] = Math.Max(1, block[ids[row] & (Size - 1)]);
        }
    }
}
