using Cairn.Storage.Series;
using Cairn.Storage.Series.Soundness;
using Cairn.Storage.Series.Sql;

namespace Cairn.Storage.Tests.Series.Soundness;

/// <summary>Every single flipped bit or torn end in what is stored is found, and the rest still reads.</summary>
public class SeriesCheckTests
{
    private const int Chunks = 4; // Two keys, 5,000 rows: two row groups.

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sound_file_has_no_findings_also_after_rewinds_and_deletions()
    {
        using var folder = new TemporaryFolder();
        await FillAsync(folder.Database);
        await using (var store = SeriesStore.Open(folder.Database))
        {
            await store.TruncateAsync(1, 4500, Ct);
            await store.DeleteRunAsync(2, Ct);
            long parts = 0;
            Assert.Empty(SeriesCheck.Run(folder.Database, seen => parts = seen));
            Assert.True(parts > Chunks);
        }

        Assert.Empty(SeriesCheck.Run(folder.Database));
    }

    [Fact]
    public async Task Every_flipped_bit_and_torn_end_is_found_and_takes_nothing_else_along()
    {
        using var folder = new TemporaryFolder();
        await FillAsync(folder.Database);
        var random = new Random(7);
        var places = new (string Table, string Key, string Column)[]
        {
            ("chunk", "id", "data"), ("chunk", "id", "mini"), ("axis", "id", "data"), ("axis", "id", "mini"), ("stage", "seq", "payload"),
        };
        var cases = 0;
        foreach (var (table, key, column) in places)
        {
            foreach (var id in Ids(folder.Database, table, key))
            {
                foreach (var tear in new[] { false, true })
                {
                    var whole = Get(folder.Database, table, key, column, id);
                    var spoilt = whole.ToArray();
                    if (tear)
                        spoilt.AsSpan(random.Next(spoilt.Length)..).Clear();
                    else
                        spoilt[random.Next(spoilt.Length)] ^= (byte)(1 << random.Next(8));
                    if (spoilt.AsSpan().SequenceEqual(whole))
                        continue; // The end that was torn off was zero already.
                    Set(folder.Database, table, key, column, id, spoilt);
                    Assert.NotEmpty(SeriesCheck.Run(folder.Database));
                    await ReadRestAsync(folder, table, id);
                    Set(folder.Database, table, key, column, id, whole);
                    cases++;
                }
            }
        }

        Assert.Empty(SeriesCheck.Run(folder.Database));
        Assert.True(cases > 40, $"{cases} cases");
        TestContext.Current.TestOutputHelper?.WriteLine($"{cases} damaged parts, each found");
    }

    /// <summary>A run with two keys in chunks, another, and a batch that is only staged.</summary>
    private static async Task FillAsync(string path)
    {
        await using var store = SeriesStore.Open(path, new SeriesOptions { Background = false });
        await store.AppendAsync(SeriesStoreFailureTests.Rows(1, 0, 5000, "loss", "acc"), Ct);
        await store.AppendAsync(SeriesStoreFailureTests.Rows(2, 0, 5000, "loss", "acc"), Ct);
        await store.FoldAsync(Ct);
        await store.AppendAsync(SeriesStoreFailureTests.Rows(3, 0, 300, "loss"), Ct);
    }

    private static async Task ReadRestAsync(TemporaryFolder folder, string table, long id)
    {
        var copy = Path.Combine(folder.Path, "copy.db");
        File.Copy(folder.Database, copy, overwrite: true);
        await using (var store = SeriesStore.Open(copy, new SeriesOptions { Background = false }))
        {
            var read = (
                from run in new long[] { 1, 2 } from name in new[] { "loss", "acc" } select store.ReadPoints(run, name)).ToList();
            var lost = read.Sum(points => 5000 - points.Count);
            Assert.Equal(read.Any(points => points.Damaged) || lost > 0, table != "stage");

            // A chunk is 4,096 points at most, a row group two of them.
            Assert.InRange(lost, 0, table == "axis" ? 2 * 4096 : 4096);
            Assert.Equal(table == "stage" ? 0 : 300, store.ReadPoints(3, "loss").Count);
            Assert.Equal(table != "stage", store.Damage(1).Count + store.Damage(2).Count > 0);
        }

        File.Delete(copy);
    }

    private static List<long> Ids(string path, string table, string key)
    {
        using var database = Database.Open(path, create: false);
        using var statement = database.Prepare($"SELECT {key} FROM {table}");
        var ids = new List<long>();
        while (statement.Step())
            ids.Add(statement.Long(0));
        return ids;
    }

    private static byte[] Get(string path, string table, string key, string column, long id)
    {
        using var database = Database.Open(path, create: false);
        using var statement = database.Prepare($"SELECT {column} FROM {table} WHERE {key} = ?1");
        statement.Bind(1, id);
        Assert.True(statement.Step());
        return statement.Blob(0).ToArray();
    }

    private static void Set(string path, string table, string key, string column, long id, byte[] value)
    {
        using var database = Database.Open(path, create: false);
        using var statement = database.Prepare($"UPDATE {table} SET {column} = ?2 WHERE {key} = ?1");
        statement.Bind(1, id).Bind(2, value).Run();
        database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
}
