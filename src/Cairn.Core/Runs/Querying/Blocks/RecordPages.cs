using Cairn.Storage.Catalog;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// All runs for the index when the server starts, block by block: those on disk where nothing has changed in the catalog since they were
/// written, and else from the catalog, whose documents have to be read for it.
/// </summary>
/// <param name="catalog">Where the runs are.</param>
/// <param name="blocks">Where records are kept; null for nowhere.</param>
/// <param name="failed">Told what is wrong with the blocks on disk; the catalog is read instead.</param>
internal sealed class RecordPages(SqliteDatabase catalog, BlockFile? blocks, Action<Exception> failed)
{
    /// <summary>The records, each block as it was at one moment of its own, none before this is called.</summary>
    public IEnumerable<IReadOnlyList<RunRecord>> Read()
    {
        var words = new RunWords();
        foreach (var (block, revision) in RecordScan.Revisions(catalog))
            yield return (Kept(block, revision) ?? Made(block, words)).Records();
    }

    private RecordBlock? Kept(long block, long revision)
    {
        try
        {
            return blocks?.Records(block, revision) is { } bytes ? RecordBlock.Open(bytes) : null;
        }
        catch (Exception exception) when (exception is SqliteException or InvalidDataException)
        {
            failed(exception);
            return null;
        }
    }

    // In the same form, which takes less memory than records of their own.
    private RecordBlock Made(long block, RunWords words) =>
        RecordBlock.Open(RecordCodec.Encode(RecordScan.Block(catalog, block, words).Records))!;
}
