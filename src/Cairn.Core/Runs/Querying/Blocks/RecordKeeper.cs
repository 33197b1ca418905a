using Cairn.Storage.Catalog;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// Writes the records of blocks again in which a run has changed, behind the writes: once the block rests from one pass to the
/// next, or after some passes though it does not.
/// </summary>
internal sealed class RecordKeeper(BlockFile file, SqliteDatabase catalog)
{
    private const int MostRestless = 12;

    private readonly Dictionary<long, (long Revision, int Passes)> _waiting = [];

    /// <summary>Whether no block waited at the end of the last pass.</summary>
    public bool IsDone => _waiting.Count == 0;

    /// <summary>One pass over all blocks; answers how many were written.</summary>
    public async Task<int> PassAsync(CancellationToken cancellationToken)
    {
        var written = 0;
        var kept = file.RecordRevisions();
        foreach (var (block, revision) in RecordScan.Revisions(catalog))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (kept.Remove(block, out var known) && known == revision)
            {
                _waiting.Remove(block);
                continue;
            }

            var (before, passes) = _waiting.GetValueOrDefault(block);
            if (passes == 0 || (before != revision && passes < MostRestless))
            {
                _waiting[block] = (revision, passes + 1);
                continue;
            }

            _waiting.Remove(block);
            var (at, records) = RecordScan.Block(catalog, block, new RunWords());
            await file.WriteRecordsAsync(block, at, RecordCodec.Encode(records), cancellationToken).ConfigureAwait(false);
            written++;
        }

        // Of a catalog that was here before this one.
        if (kept.Count > 0)
            await file.DropRecordsAsync([.. kept.Keys], cancellationToken).ConfigureAwait(false);
        return written;
    }
}
