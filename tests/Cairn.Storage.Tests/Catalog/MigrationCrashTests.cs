using System.Diagnostics;
using Cairn.Storage.Catalog;
using Cairn.Storage.CrashWriter;

namespace Cairn.Storage.Tests.Catalog;

/// <summary>A process is killed while it brings a file's schema up to date: it has all of it afterwards, or none.</summary>
public sealed class MigrationCrashTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cairn-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_kill_within_a_migration_leaves_the_old_schema_or_the_new()
    {
        var kills = Environment.GetEnvironmentVariable("CAIRN_LONG") == "1" ? 50 : 5;
        var random = new Random(11);
        var (done, undone) = (0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var path = Path.Combine(_folder.FullName, $"{kill}.db");
            const int Old = 3, New = 30;
            await using (SqliteDatabase.Open(path, CrashMigrations.First(Old)))
            {
            }

            Migrate(path, New, TimeSpan.FromMilliseconds(random.Next(0, 400)));
            Assert.Empty(SqliteFile.Check(path));
            var version = int.Parse(SqliteFile.Texts(path, "PRAGMA user_version").Single());
            Assert.True(version is Old or New, $"version {version}");
            var tables = SqliteFile.Texts(path, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid");
            Assert.Equal(Enumerable.Range(0, version).Select(step => $"t{step}"), tables);
            _ = version == New ? done++ : undone++;

            // And the next start goes on from there.
            await using (SqliteDatabase.Open(path, CrashMigrations.First(New)))
            {
            }

            Assert.Equal(
                $"{CrashMigrations.Rows}", SqliteFile.Texts(path, $"SELECT count(*) FROM t{New - 1}").Single());
            foreach (var file in _folder.EnumerateFiles($"{kill}.db*"))
                file.Delete();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kills} kills: {undone} left the old schema, {done} the new");
    }

    private static void Migrate(string path, int count, TimeSpan life)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Cairn.Storage.CrashWriter.dll");
        using var child = Process.Start(new ProcessStartInfo("dotnet", [program, "migrate", path, $"{count}"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("begins", child.StandardOutput.ReadLine());
        if (!child.WaitForExit(life))
            child.Kill();
        child.WaitForExit();
    }
}
