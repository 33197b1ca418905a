using System.Security.Cryptography;
using System.Text;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Access;

/// <summary>Makes, knows and revokes keys. Only digests are kept: a stolen catalog opens nothing.</summary>
public sealed class ApiKeyStore(SqliteDatabase catalog, TimeProvider time)
{
    private const string Columns = "id AS Id, user AS User, description AS Description, hint AS Hint, created_at AS CreatedAt";

    internal static Migration Schema { get; } = new(
        "api keys",
        """
        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            user TEXT NOT NULL,
            description TEXT NOT NULL,
            hint TEXT NOT NULL,
            digest TEXT NOT NULL UNIQUE,
            created_at INTEGER NOT NULL);
        """);

    /// <summary>Makes a key of 40 lower-case hexadecimal digits, which every client takes.</summary>
    public async Task<(ApiKey Key, string Secret)> CreateAsync(
        Caller caller, string description, CancellationToken cancellationToken = default)
    {
        var secret = RandomNumberGenerator.GetHexString(40, lowercase: true);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var hint = secret[^4..];
        var id = await catalog.WriteAsync(
            db => db.ExecuteScalar<long>(
                """
                INSERT INTO api_key (user, description, hint, digest, created_at)
                VALUES (@Name, @description, @hint, @digest, @now) RETURNING id
                """,
                new { caller.Name, description, hint, digest = Digest(secret), now }),
            cancellationToken).ConfigureAwait(false);
        return (new ApiKey(id, caller.Name, description, hint, now), secret);
    }

    /// <summary>The caller's keys, oldest first.</summary>
    public IReadOnlyList<ApiKey> List(Caller caller) =>
        catalog.Read(db => db.Query<ApiKey>(
            $"SELECT {Columns} FROM api_key WHERE user = @Name ORDER BY id", new { caller.Name }).ToList());

    /// <summary>Who shows this secret; null when no key has it.</summary>
    public Caller? Find(string secret) =>
        catalog.Read(db => db.QuerySingleOrDefault<string>(
            "SELECT user FROM api_key WHERE digest = @digest", new { digest = Digest(secret) })) is { } user
            ? new Caller(user)
            : null;

    /// <summary>Revokes a key; false when the caller has none of that id.</summary>
    public Task<bool> DeleteAsync(Caller caller, long id, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync(
            db => db.Execute("DELETE FROM api_key WHERE id = @id AND user = @Name", new { id, caller.Name }) > 0,
            cancellationToken);

    private static string Digest(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
