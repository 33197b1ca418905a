using Cairn.Storage.Catalog;
using Microsoft.Data.Sqlite;

namespace Cairn.Storage.Tests.Catalog;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly Migration Notes = new("notes", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT UNIQUE)");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    private string File => Path.Combine(_folder.FullName, "a.db");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_failing_write_undoes_itself_alone_and_the_others_of_its_commit_are_kept()
    {
        await using var database = SqliteDatabase.Open(File, [Notes]);
        var writes = Enumerable.Range(0, 200).Select(i => database.WriteAsync(db =>
        {
            Execute(db, $"INSERT INTO note (text) VALUES ('{i}')");
            if (i % 10 == 3)
                throw new InvalidOperationException($"no {i}");
        })).ToList();
        var failed = 0;
        foreach (var write in writes)
        {
            try
            {
                await write;
            }
            catch (InvalidOperationException)
            {
                failed++;
            }
        }

        Assert.Equal(20, failed);
        Assert.Equal(180L, Count(database));
    }

    [Fact]
    public async Task What_was_answered_is_there_after_reopening()
    {
        await using (var database = SqliteDatabase.Open(File, [Notes]))
            await database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('kept')"));
        await using var again = SqliteDatabase.Open(File, [Notes]);
        Assert.Equal(1L, Count(again));
    }

    [Fact]
    public async Task Migrations_run_once_in_order_and_data_survives_them()
    {
        await using (var database = SqliteDatabase.Open(File, [Notes]))
            await database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('old')"));
        var further = new Migration("colour", "ALTER TABLE note ADD COLUMN colour TEXT DEFAULT 'grey'");
        for (var round = 0; round < 2; round++)
        {
            await using var database = SqliteDatabase.Open(File, [Notes, further]);
            Assert.Equal("grey", database.Read(db => Scalar(db, "SELECT colour FROM note WHERE text = 'old'")));
        }
    }

    [Fact]
    public async Task A_broken_migration_leaves_the_schema_as_it_was()
    {
        await using (SqliteDatabase.Open(File, [Notes]))
        {
        }

        var broken = new Migration("broken", "CREATE TABLE half (id INTEGER); SELECT nonsense FROM nowhere;");
        Assert.Throws<DatabaseUnusableException>(() => SqliteDatabase.Open(File, [Notes, broken]));
        await using var database = SqliteDatabase.Open(File, [Notes]);
        Assert.Equal(0L, database.Read(db => Scalar(db, "SELECT count(*) FROM sqlite_master WHERE name = 'half'")));
    }

    [Fact]
    public async Task A_newer_schema_is_refused_by_name_and_left_alone()
    {
        await using (SqliteDatabase.Open(File, [Notes, new Migration("more", "CREATE TABLE more (id INTEGER)")]))
        {
        }

        var refused = Assert.Throws<SchemaTooNewException>(() => SqliteDatabase.Open(File, [Notes]));
        Assert.Equal(2, refused.Found);
        Assert.Contains("newer Cairn", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_refuses_the_write_and_reads_go_on()
    {
        await using var database = SqliteDatabase.Open(File, [Notes]);
        await database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('first')"));

        // SQLite answers a full disk and a full page quota alike.
        await database.WriteAsync(db => Execute(db, "PRAGMA max_page_count = 1"));
        var full = await Assert.ThrowsAsync<StorageUnavailableException>(() => database.WriteAsync(db =>
            Execute(db, "INSERT INTO note (text) SELECT hex(randomblob(5000)) FROM generate_series(1, 100)"
                .Replace("generate_series(1, 100)", "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100) SELECT i FROM n)", StringComparison.Ordinal))));
        Assert.True(full.DiskFull);
        Assert.Equal(1L, Count(database));

        await database.WriteAsync(db => Execute(db, "PRAGMA max_page_count = 1000000"));
        await database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('space again')"));
        Assert.Equal(2L, Count(database));
    }

    [Fact]
    public async Task A_failed_flush_ends_writing_until_the_file_is_opened_again()
    {
        await using (var database = SqliteDatabase.Open(File, [Notes]))
        {
            await database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('first')"));
            var commits = 0;
            database.Committing = () =>
            {
                commits++;
                throw new SqliteException("disk I/O error", 10, 1034); // SQLITE_IOERR_FSYNC
            };
            var failed = await Assert.ThrowsAsync<StorageUnavailableException>(
                () => database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('lost')")));
            Assert.False(failed.DiskFull);
            Assert.Contains("started again", failed.Message, StringComparison.Ordinal);
            database.Committing = null;
            await Assert.ThrowsAsync<StorageUnavailableException>(
                () => database.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('never tried')")));
            Assert.Equal(1, commits);
            Assert.Equal(1L, Count(database));
        }

        await using var again = SqliteDatabase.Open(File, [Notes]);
        await again.WriteAsync(db => Execute(db, "INSERT INTO note (text) VALUES ('second')"));
        Assert.Equal(2L, Count(again));
    }

    [Fact]
    public async Task A_full_queue_refuses_instead_of_growing()
    {
        await using var database = SqliteDatabase.Open(File, [Notes], patience: TimeSpan.FromMilliseconds(20));
        using var held = new ManualResetEventSlim();
        var first = database.WriteAsync(_ => held.Wait());
        var writes = Enumerable.Range(0, 10_000).Select(i =>
            database.WriteAsync(db => Execute(db, $"INSERT INTO note (text) VALUES ('{i}')"))).ToList();
        var refused = 0;

        // The queue cannot move yet: whoever found no place in it is told so.
        foreach (var write in writes.TakeLast(1000))
        {
            var busy = await Assert.ThrowsAsync<StorageUnavailableException>(() => write);
            Assert.False(busy.DiskFull);
            refused++;
        }

        held.Set();
        await first;
        foreach (var write in writes.SkipLast(1000))
        {
            try
            {
                await write;
            }
            catch (StorageUnavailableException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 5000, 6000);
        Assert.Equal(10_000L - refused, Count(database));
    }

    private static object? Count(SqliteDatabase database) => database.Read(db => Scalar(db, "SELECT count(*) FROM note"));

    private static void Execute(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
