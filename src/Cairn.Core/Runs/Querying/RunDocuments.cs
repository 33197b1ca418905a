namespace Cairn.Core.Runs.Querying;

/// <summary>
/// The documents of runs, from memory where they are there and else from the catalog. One from the catalog may be newer than
/// the record that it is read for, never older; that of a run which is no more is empty.
/// </summary>
/// <param name="read">Reads documents of some runs from the catalog, as records have them; null where all are in memory.</param>
internal sealed class RunDocuments(Func<RunColumnFamily, IReadOnlyList<long>, IReadOnlyDictionary<long, byte[]>>? read = null)
{
    /// <summary>Runs whose documents are best read at once.</summary>
    public const int Together = 512;

    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>Whether there is more than what is in memory.</summary>
    public bool CanDrop => read is not null;

    public byte[] Read(RunRecord record, RunColumnFamily family) =>
        record.Document(family) ?? Stored(family, [record.Id]).GetValueOrDefault(record.Id, Empty);

    /// <summary>The documents of some runs, in their order.</summary>
    public byte[][] Read(IReadOnlyList<RunRecord> records, RunColumnFamily family)
    {
        var documents = new byte[records.Count][];
        List<int>? missing = null;
        for (var i = 0; i < documents.Length; i++)
        {
            if (records[i].Document(family) is { } document)
                documents[i] = document;
            else
                (missing ??= []).Add(i);
        }

        foreach (var some in missing?.Chunk(Together) ?? [])
        {
            var stored = Stored(family, [.. some.Select(i => records[i].Id)]);
            foreach (var i in some)
                documents[i] = stored.GetValueOrDefault(records[i].Id, Empty);
        }

        return documents;
    }

    private IReadOnlyDictionary<long, byte[]> Stored(RunColumnFamily family, IReadOnlyList<long> runs) =>
        read?.Invoke(family, runs) ?? throw new InvalidOperationException("A document is neither in memory nor stored.");
}
