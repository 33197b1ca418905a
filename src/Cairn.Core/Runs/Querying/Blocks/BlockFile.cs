using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>
/// The columns of documents and of series on disk, in blocks of <see cref="Size"/> neighbouring ids, so that a column that
/// nobody has asked for yet need not be read from every document. All of it can be made again: a value counts only for a run
/// whose document still has the hash, or whose series still have the version, that was noted with it.
/// </summary>
/// <param name="database">The file, opened with <see cref="Schemas"/>.</param>
internal sealed class BlockFile(SqliteDatabase database)
{
    public const int Bits = 12;
    public const int Size = 1 << Bits;

    // Cells are found by path and block in one number.
    private const int BlockBits = 24;

    private volatile State _state = new(database);

    private SqliteDatabase Database => _state.Database;

    /// <summary>The tables; every value in them can be made again from the catalog.</summary>
    public static Migration Schema { get; } = new(
        "blocks",
        """
        CREATE TABLE block (
            family INTEGER NOT NULL, block INTEGER NOT NULL, complete INTEGER NOT NULL, hashes BLOB NOT NULL, paths BLOB NOT NULL,
            PRIMARY KEY (family, block));
        CREATE TABLE path (id INTEGER PRIMARY KEY, family INTEGER NOT NULL, path TEXT NOT NULL, UNIQUE (family, path));
        CREATE TABLE cells (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE listing (signature INTEGER PRIMARY KEY, data BLOB NOT NULL);
        """);

    /// <summary>The table of what runs were when nothing had changed in their block since.</summary>
    public static Migration RecordSchema { get; } = new(
        "records", "CREATE TABLE record (block INTEGER PRIMARY KEY, revision INTEGER NOT NULL, data BLOB NOT NULL);");

    // Blocks from before this do not tell which numbers are written as they are shown: they are made again.
    private static Migration PlainNumberSchema => new("plain numbers", "DELETE FROM block; DELETE FROM cells; DELETE FROM path;");

    /// <summary>All steps of the file's schema, in order.</summary>
    public static IReadOnlyList<Migration> Schemas { get; } = [Schema, RecordSchema, PlainNumberSchema];

    /// <summary>From here on the blocks are those of a file that was opened again; nothing counts that was known of the one before.</summary>
    public void Use(SqliteDatabase opened) => _state = new State(opened);

    /// <summary>What is known of a block; null where it was not made yet.</summary>
    public BlockHead? Head(RunColumnFamily family, long block) => _state.Heads[family].Value.GetValueOrDefault(block);

    /// <summary>The blocks of a family.</summary>
    public IReadOnlyCollection<long> Blocks(RunColumnFamily family) => [.. _state.Heads[family].Value.Keys];

    /// <summary>
    /// The cells of a column by block. Heads that count for them have to be taken before: then cells are at least as new.
    /// Throws <see cref="InvalidDataException"/> when one is not as it was written.
    /// </summary>
    public List<(long Block, ReadOnlyMemory<byte> Cells)> Read(RunColumnFamily family, string path) => Database.Read(db =>
    {
        var found = new List<(long, ReadOnlyMemory<byte>)>();
        if (db.QuerySingleOrDefault<long?>("SELECT id FROM path WHERE family = @family AND path = @path", new { family = (int)family, path }) is not { } id)
            return found;
        using var command = db.CreateCommand();
        command.CommandText = "SELECT id, data FROM cells WHERE id BETWEEN $first AND $last";
        command.Parameters.AddWithValue("$first", id << BlockBits);
        command.Parameters.AddWithValue("$last", ((id + 1) << BlockBits) - 1);
        using var row = command.ExecuteReader();
        while (row.Read())
            found.Add((row.GetInt64(0) & ((1L << BlockBits) - 1), Opened(row.GetFieldValue<byte[]>(1))));
        return found;
    });

    /// <summary>Puts a block in the place of the one before.</summary>
    public async Task WriteAsync(RunColumnFamily family, long block, ShreddedBlock shredded, CancellationToken cancellationToken)
    {
        if (block >= 1L << BlockBits)
            return;
        var state = _state;
        await state.Database.WriteAsync(db => Write(db, family, block, shredded), cancellationToken).ConfigureAwait(false);
        state.Heads[family].Value[block] = new BlockHead(shredded.Hashes, shredded.IsComplete);
    }

    /// <summary>The signatures under which something is kept.</summary>
    public IReadOnlySet<long> Listings() => Database.Read(db => db.Query<long>("SELECT signature FROM listing").ToHashSet());

    /// <summary>What was kept under a signature; null when there is nothing.</summary>
    /// <exception cref="InvalidDataException">It is not as it was written.</exception>
    public ReadOnlyMemory<byte>? Listing(long signature) => Database.Read(db =>
        db.QuerySingleOrDefault<byte[]>("SELECT data FROM listing WHERE signature = @signature", new { signature })) is { } data ? Opened(data) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Keeps these listings beside those of the signatures that still count, and drops all others.</summary>
    public Task WriteListingsAsync(
        IReadOnlyList<(long Signature, byte[] Data)> listings, IReadOnlySet<long> counting, CancellationToken cancellationToken) =>
        Database.WriteAsync(
            db =>
            {
                var old = db.Query<long>("SELECT signature FROM listing").Where(one => !counting.Contains(one)).ToList();
                db.Execute("DELETE FROM listing WHERE signature = @one", old.Select(one => new { one }));
                db.Execute("INSERT OR REPLACE INTO listing VALUES (@Signature, @Data)", listings.Select(one => new { one.Signature, Data = Sealed(one.Data) }));
            },
            cancellationToken);

    /// <summary>The revisions at which the records of blocks were written.</summary>
    public Dictionary<long, long> RecordRevisions() => Database.Read(db =>
        db.Query<(long Block, long Revision)>("SELECT block, revision FROM record").ToDictionary(one => one.Block, one => one.Revision));

    /// <summary>The records of a block that were written at this revision; null when there are none.</summary>
    /// <exception cref="InvalidDataException">They are not as they were written.</exception>
    public ReadOnlyMemory<byte>? Records(long block, long revision) => Database.Read(db =>
        db.QuerySingleOrDefault<byte[]>("SELECT data FROM record WHERE block = @block AND revision = @revision", new { block, revision }))
        is { } data ? Opened(data) : (ReadOnlyMemory<byte>?)null;

    /// <summary>Puts the records of a block in the place of those before.</summary>
    public Task WriteRecordsAsync(long block, long revision, byte[] records, CancellationToken cancellationToken) =>
        Database.WriteAsync(
            db => db.Execute(
                "INSERT OR REPLACE INTO record VALUES (@block, @revision, @data)", new { block, revision, data = Sealed(records) }),
            cancellationToken);

    /// <summary>Forgets the records of blocks.</summary>
    public Task DropRecordsAsync(IReadOnlyList<long> blocks, CancellationToken cancellationToken) =>
        Database.WriteAsync(
            db => db.Execute("DELETE FROM record WHERE block = @block", blocks.Select(block => new { block })), cancellationToken);

    private static ConcurrentDictionary<long, BlockHead> ReadHeads(SqliteDatabase database, RunColumnFamily family) => database.Read(db =>
    {
        var heads = new ConcurrentDictionary<long, BlockHead>();
        using var command = db.CreateCommand();
        command.CommandText = "SELECT block, complete, hashes FROM block WHERE family = $family";
        command.Parameters.AddWithValue("$family", (int)family);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var hashes = MemoryMarshal.Cast<byte, ulong>(raw.sqlite3_column_blob(reader.Handle!, 2));
            if (hashes.Length == Size)
                heads[reader.GetInt64(0)] = new BlockHead(hashes.ToArray(), reader.GetInt64(1) != 0);
        }

        return heads;
    });

    private static void Write(SqliteConnection db, RunColumnFamily family, long block, ShreddedBlock shredded)
    {
        var before = db.QuerySingleOrDefault<byte[]>(
            "SELECT paths FROM block WHERE family = @family AND block = @block", new { family = (int)family, block });
        using var path = Command(db, "INSERT INTO path (family, path) VALUES ($family, $path) ON CONFLICT DO UPDATE SET path = path RETURNING id", "$family", "$path");
        using var insert = Command(db, "INSERT OR REPLACE INTO cells VALUES ($id, $data)", "$id", "$data");
        using var delete = Command(db, "DELETE FROM cells WHERE id = $id", "$id");
        var ids = new long[shredded.Columns.Count];
        path.Parameters[0].Value = (int)family;
        for (var i = 0; i < ids.Length; i++)
        {
            path.Parameters[1].Value = shredded.Columns[i].Path;
            ids[i] = (long)path.ExecuteScalar()!;
            insert.Parameters[0].Value = (ids[i] << BlockBits) | block;
            insert.Parameters[1].Value = Sealed(shredded.Columns[i].Cells);
            insert.ExecuteNonQuery();
        }

        var kept = ids.ToHashSet();
        foreach (var id in MemoryMarshal.Cast<byte, long>(before ?? []))
        {
            if (kept.Contains(id))
                continue;
            delete.Parameters[0].Value = (id << BlockBits) | block;
            delete.ExecuteNonQuery();
        }

        db.Execute(
            "INSERT OR REPLACE INTO block VALUES (@family, @block, @complete, @hashes, @paths)",
            new
            {
                family = (int)family,
                block,
                complete = shredded.IsComplete ? 1 : 0,
                hashes = MemoryMarshal.AsBytes(shredded.Hashes.AsSpan()).ToArray(),
                paths = MemoryMarshal.AsBytes(ids.AsSpan()).ToArray(),
            });
    }

    // A flipped bit would be another number in somebody's table: eight bytes of checksum are before the data.
    private static byte[] Sealed(byte[] data)
    {
        var sealedData = new byte[sizeof(ulong) + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(sealedData, XxHash3.HashToUInt64(data));
        data.CopyTo(sealedData, sizeof(ulong));
        return sealedData;
    }

    private static ReadOnlyMemory<byte> Opened(byte[] sealedData)
    {
        if (sealedData.Length >= sizeof(ulong)
            && BinaryPrimitives.ReadUInt64LittleEndian(sealedData) == XxHash3.HashToUInt64(sealedData.AsSpan(sizeof(ulong))))
        {
            return sealedData.AsMemory(sizeof(ulong));
        }

        throw new InvalidDataException("A block of the runs index is damaged.");
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, params string[] parameters)
    {
        var command = db.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        return command;
    }

    private sealed class State
    {
        public State(SqliteDatabase database)
        {
            Database = database;

            // Those of a family when a column of it is first asked for; a failure is told each time, and the next one tries again.
            foreach (var family in (RunColumnFamily[])[.. RunRecord.Families, RunColumnFamily.Metric])
                Heads[family] = new(() => ReadHeads(database, family), LazyThreadSafetyMode.PublicationOnly);
        }

        public SqliteDatabase Database { get; }

        public Dictionary<RunColumnFamily, Lazy<ConcurrentDictionary<long, BlockHead>>> Heads { get; } = [];
    }
}
