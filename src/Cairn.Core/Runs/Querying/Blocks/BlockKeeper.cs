using System.Collections;
using System.Runtime.InteropServices;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// Makes the blocks of one family again whose documents or series have changed, behind the writes: once they rest from one
/// pass to the next, or after some passes though they do not.
/// </summary>
/// <param name="file">Where the blocks are.</param>
/// <param name="family">Of these columns.</param>
/// <param name="shred">Makes the block of the runs with ids in [first, last], as they are now.</param>
internal sealed class BlockKeeper(BlockFile file, RunColumnFamily family, Func<long, long, ShreddedBlock> shred)
{
    private const int MostRestless = 12;

    private readonly Dictionary<long, (ulong State, int Passes)> _waiting = [];

    /// <summary>Whether no block waited at the end of the last pass.</summary>
    public bool IsDone => _waiting.Count == 0;

    /// <summary>One pass over all runs; answers how many blocks were made.</summary>
    /// <param name="table">The runs.</param>
    /// <param name="hash">What a run is at; 0 where nobody knows, and 1 where there is nothing to keep of it.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    public async Task<int> PassAsync(RunTable table, Func<RunRecord, ulong> hash, CancellationToken cancellationToken)
    {
        var made = 0;
        var stale = Stale(table, hash);
        foreach (var gone in _waiting.Keys.Where(block => !stale.ContainsKey(block)).ToList())
            _waiting.Remove(gone);
        foreach (var (block, (state, runs)) in stale)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (before, passes) = _waiting.GetValueOrDefault(block);
            if (before != state && passes < MostRestless)
            {
                _waiting[block] = (state, passes + 1);
                continue;
            }

            _waiting.Remove(block);
            var again = shred(block << BlockFile.Bits, ((block + 1) << BlockFile.Bits) - 1);

            // Series remember runs that are gone for good; with those the block would never look up to date.
            for (var place = 0; place < BlockFile.Size; place++)
            {
                if (runs?[place] != true)
                    again.Hashes[place] = 0;
            }

            await file.WriteAsync(family, block, again, cancellationToken).ConfigureAwait(false);
            made++;
        }

        return made;
    }

    // The blocks that lack a run or have one that is no more, each with a number for the state of its runs, and their places.
    private Dictionary<long, (ulong State, BitArray? Runs)> Stale(RunTable table, Func<RunRecord, ulong> hash)
    {
        var states = new Dictionary<long, BlockState>();
        foreach (var chunk in table.Chunks)
        {
            foreach (var run in chunk.Records)
            {
                if (run is null)
                    continue;
                ref var state = ref CollectionsMarshal.GetValueRefOrAddDefault(states, run.Id >> BlockFile.Bits, out var exists);
                if (!exists)
                {
                    state.Hashes = file.Head(family, run.Id >> BlockFile.Bits)?.Hashes;
                    state.Places = new BitArray(BlockFile.Size);
                }

                state.Places![(int)run.Id & (BlockFile.Size - 1)] = true;
                var now = hash(run);
                if (now == 1)
                    continue;
                if (now == 0)
                {
                    state.Unknown++;
                    continue;
                }

                state.Runs++;
                state.State += now * (ulong)(run.Id | 1);
                state.Differs |= state.Hashes is not { } hashes || hashes[run.Id & (BlockFile.Size - 1)] != now;
            }
        }

        foreach (var block in file.Blocks(family))
            states.TryAdd(block, new BlockState { Hashes = file.Head(family, block)?.Hashes });
        return states.Where(one => one.Value.IsStale).ToDictionary(one => one.Key, one => (one.Value.State, one.Value.Places));
    }

    private struct BlockState
    {
        public ulong[]? Hashes;
        public BitArray? Places;
        public int Runs;
        public int Unknown;
        public ulong State;
        public bool Differs;

        public readonly bool IsStale
        {
            get
            {
                var kept = Hashes is null ? 0 : BlockFile.Size - Hashes.Count(0UL);
                return Differs || kept < Runs || kept > Runs + Unknown;
            }
        }
    }
}
