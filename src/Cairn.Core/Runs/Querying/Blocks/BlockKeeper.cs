using System.Runtime.InteropServices;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// Makes the blocks whose documents have changed again, behind the writes: once they rest from one pass to the next, or
/// after some passes though they do not.
/// </summary>
/// <param name="file">Where the blocks are.</param>
/// <param name="read">The documents of one family that the runs with ids in a range have now.</param>
internal sealed class BlockKeeper(BlockFile file, Func<RunColumnFamily, long, long, IReadOnlyDictionary<long, byte[]>> read)
{
    private const int MostRestless = 12;

    private readonly Dictionary<(RunColumnFamily Family, long Block), (ulong State, int Passes)> _waiting = [];
    private RunTable? _seen;

    /// <summary>One pass over all runs; answers how many blocks were made.</summary>
    public async Task<int> PassAsync(RunTable table, CancellationToken cancellationToken)
    {
        if (table == _seen && _waiting.Count == 0)
            return 0;
        _seen = table;
        var made = 0;
        foreach (var family in RunRecord.Families)
        {
            var stale = Stale(table, family);
            foreach (var gone in _waiting.Keys.Where(one => one.Family == family && !stale.ContainsKey(one.Block)).ToList())
                _waiting.Remove(gone);
            foreach (var (block, state) in stale)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (before, passes) = _waiting.GetValueOrDefault((family, block));
                if (before != state && passes < MostRestless)
                {
                    _waiting[(family, block)] = (state, passes + 1);
                    continue;
                }

                _waiting.Remove((family, block));
                var documents = read(family, block << BlockFile.Bits, ((block + 1) << BlockFile.Bits) - 1);
                await file.WriteAsync(family, block, BlockShredder.Shred(family, documents), cancellationToken).ConfigureAwait(false);
                made++;
            }
        }

        return made;
    }

    // The blocks that lack a document or have one that is no more, each with a number for the state of its documents.
    private Dictionary<long, ulong> Stale(RunTable table, RunColumnFamily family)
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
                    state.Hashes = file.Head(family, run.Id >> BlockFile.Bits)?.Hashes;
                var hash = run.Hash(family);
                state.Runs++;
                state.State += hash * (ulong)(run.Id | 1);
                state.Differs |= state.Hashes is not { } hashes || hashes[run.Id & (BlockFile.Size - 1)] != hash;
            }
        }

        foreach (var block in file.Blocks(family))
            states.TryAdd(block, new BlockState { Hashes = file.Head(family, block)?.Hashes });
        return states
            .Where(one => one.Value.Differs || one.Value.Hashes?.Count(hash => hash != 0) != one.Value.Runs)
            .ToDictionary(one => one.Key, one => one.Value.State);
    }

    private struct BlockState
    {
        public ulong[]? Hashes;
        public int Runs;
        public ulong State;
        public bool Differs;
    }
}
