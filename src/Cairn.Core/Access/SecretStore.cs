using System.Security.Cryptography;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Access;

/// <summary>Random keys that this data folder signs with; they stay the same over restarts.</summary>
public sealed class SecretStore(SqliteDatabase catalog)
{
    internal static Migration Schema { get; } = new(
        "secrets", "CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;");

    /// <summary>The 32 bytes of that name, made when they are first asked for.</summary>
    public byte[] Get(string name)
    {
        if (catalog.Read(db => Find(db, name)) is { } known)
            return known;
        return catalog.WriteAsync(db =>
        {
            db.Execute(
                "INSERT OR IGNORE INTO secret VALUES (@name, @value)",
                new { name, value = RandomNumberGenerator.GetBytes(32) });
            return Find(db, name)!;
        }).GetAwaiter().GetResult();
    }

    private static byte[]? Find(Microsoft.Data.Sqlite.SqliteConnection db, string name) =>
        db.QuerySingleOrDefault<byte[]>("SELECT value FROM secret WHERE name = @name", new { name });
}
