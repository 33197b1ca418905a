using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cairn.Core.Access;
using Cairn.Core.Trash;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Cairn.Core.Artifacts;

/// <summary>
/// Takes contents of versions in parts, in any order and as often as they are sent, and joins them into one content.
/// Parts that have come are kept over restarts until the upload is completed, or nobody has touched it for
/// <see cref="Lifetime"/>.
/// </summary>
public sealed class ArtifactUploadStore(
    SqliteDatabase catalog, BlobStore blobs, ArtifactFileStore files, DoomedBlobs doomed, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<Outcome<ArtifactContent>>> _joining = [];
    private readonly CancellationTokenSource _closing = new();

    /// <summary>As long as the addresses that clients were given for the parts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(8);

    internal static Migration Schema { get; } = new(
        "artifact uploads",
        """
        CREATE TABLE artifact_upload (
            id TEXT NOT NULL PRIMARY KEY,
            md5 TEXT NOT NULL,
            touched_at INTEGER NOT NULL,
            is_done INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE INDEX artifact_upload_touched ON artifact_upload (touched_at);
        CREATE TABLE artifact_upload_part (
            upload_id TEXT NOT NULL REFERENCES artifact_upload (id),
            number INTEGER NOT NULL,
            md5 TEXT NOT NULL,
            sha256 TEXT,
            size INTEGER,
            PRIMARY KEY (upload_id, number)) WITHOUT ROWID;
        CREATE INDEX artifact_upload_part_blob ON artifact_upload_part (sha256) WHERE sha256 IS NOT NULL;
        CREATE INDEX artifact_content_blob ON artifact_content (sha256);
        CREATE INDEX artifact_manifest_blob ON artifact_manifest (sha256) WHERE sha256 IS NOT NULL;
        """);

    /// <summary>Begins an upload, or goes on with the one of the same content and parts.</summary>
    /// <param name="caller">Who uploads.</param>
    /// <param name="md5">Of the whole: 32 lower-case hexadecimal digits.</param>
    /// <param name="parts">In the order of their numbers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<ArtifactUpload>> OpenAsync(
        Caller caller, string md5, IReadOnlyList<ArtifactPart> parts, CancellationToken cancellationToken = default)
    {
        if (ArtifactUploadRules.CheckParts(parts) is { } refusal)
            return refusal;
        var id = IdOf(md5, parts);
        return await catalog.WriteAsync<Outcome<ArtifactUpload>>(
            db =>
            {
                // A content that was joined once and is gone since comes again from the start.
                db.Execute(
                    """
                    INSERT INTO artifact_upload (id, md5, touched_at) VALUES (@id, @md5, @now)
                    ON CONFLICT (id) DO UPDATE SET touched_at = @now, is_done = EXISTS (SELECT 1 FROM artifact_content WHERE md5 = @md5)
                    """,
                    new { id, md5, now = Now() });
                db.Execute(
                    "INSERT OR IGNORE INTO artifact_upload_part (upload_id, number, md5) VALUES (@id, @Number, @Md5)",
                    parts.Select(part => new { id, part.Number, part.Md5 }));
                return Read(db, id)!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a part; bytes of another MD5 than its client announced are refused. Answers the part.</summary>
    public async Task<Outcome<ArtifactPart>> WriteAsync(
        Caller caller, string id, long number, Stream bytes, CancellationToken cancellationToken = default)
    {
        if (catalog.Read(db => Read(db, id)) is not { } upload)
            return NoUpload(id);
        if (upload.Parts.FirstOrDefault(one => one.Number == number) is not { } part)
            return Refusal.NotFound($"The upload has no part {number.ToString(CultureInfo.InvariantCulture)}.");
        var blob = await blobs.WriteAsync(bytes, cancellationToken: cancellationToken).ConfigureAwait(false);
        var came = Convert.ToHexStringLower(Convert.FromBase64String(blob.Md5));
        var isKept = came == part.Md5 && await catalog.WriteAsync(
            db =>
            {
                db.Execute("UPDATE artifact_upload SET touched_at = @now WHERE id = @id", new { id, now = Now() });
                return db.Execute(
                    """
                    UPDATE artifact_upload_part SET sha256 = @Sha256, size = @Size
                    WHERE upload_id = @id AND number = @number AND EXISTS (SELECT 1 FROM artifact_upload WHERE id = @id AND is_done = 0)
                    """,
                    new { id, number, blob.Sha256, blob.Size }) > 0;
            },
            cancellationToken).ConfigureAwait(false);
        if (!isKept)
        {
            await catalog.WriteAsync(
                db => DoomedBlobs.Add(db, "SELECT @Sha256, @Size", new { blob.Sha256, blob.Size }), cancellationToken).ConfigureAwait(false);
            await doomed.RemoveAsync(cancellationToken).ConfigureAwait(false);
        }

        return came == part.Md5
            ? part with { Sha256 = blob.Sha256 }
            : Refusal.Invalid(
                "md5", $"The bytes of part {number.ToString(CultureInfo.InvariantCulture)} have the MD5 {came}; {part.Md5} was announced.",
                remedy: "Send the part again; when the file has changed, log it again.");
    }

    /// <summary>
    /// Joins the parts into the content. It goes on when its caller stops waiting: who asks again waits for the same
    /// work, and gets its answer also later.
    /// </summary>
    /// <param name="caller">Who uploaded.</param>
    /// <param name="id">The upload's.</param>
    /// <param name="md5">Of the whole, as the caller knows it.</param>
    /// <param name="told">Every part with its MD5.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    public async Task<Outcome<ArtifactContent>> CompleteAsync(
        Caller caller, string id, string md5, IReadOnlyList<ArtifactPart> told, CancellationToken cancellationToken = default)
    {
        if (catalog.Read(db => Read(db, id)) is not { } upload || upload.Md5 != md5)
            return NoUpload(id);
        if (ArtifactUploadRules.CheckComplete(upload, told) is { } refusal)
            return refusal;
        if (upload.IsDone)
            return files.FindContent(caller, md5) is { } known ? known : NoUpload(id);
        Task<Outcome<ArtifactContent>>? work;
        lock (_gate)
        {
            if (!_joining.TryGetValue(id, out work))
                _joining.Add(id, work = Task.Run(() => JoinAsync(caller, upload), CancellationToken.None));
        }

        return await work.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets the uploads that nobody has touched for so long, with their parts; answers how many.</summary>
    public async Task<int> ClearAsync(TimeSpan untouched, CancellationToken cancellationToken = default)
    {
        var oldest = Now() - (long)untouched.TotalMilliseconds;
        var cleared = await catalog.WriteAsync(
            db =>
            {
                const string Old = "IN (SELECT id FROM artifact_upload WHERE touched_at <= @oldest)";
                DoomedBlobs.Add(db, $"SELECT sha256, size FROM artifact_upload_part WHERE sha256 IS NOT NULL AND upload_id {Old}", new { oldest });
                db.Execute($"DELETE FROM artifact_upload_part WHERE upload_id {Old}", new { oldest });
                return db.Execute("DELETE FROM artifact_upload WHERE touched_at <= @oldest", new { oldest });
            },
            cancellationToken).ConfigureAwait(false);
        await doomed.RemoveAsync(cancellationToken).ConfigureAwait(false);
        return cleared;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        Task[] under;
        lock (_gate)
            under = [.. _joining.Values];
        await Task.WhenAll(under).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task<Outcome<ArtifactContent>> JoinAsync(Caller caller, ArtifactUpload upload)
    {
        try
        {
            // Who asked just before another's work was done starts it again, and finds it done.
            var joined = files.FindContent(caller, upload.Md5) is { } known
                ? known
                : await files.JoinAsync(
                    caller, upload.Md5, [.. upload.Parts.Select(part => part.Sha256!)], _closing.Token).ConfigureAwait(false);
            if (joined.Refusal is null)
            {
                await catalog.WriteAsync(
                    db =>
                    {
                        DoomedBlobs.Add(
                            db, "SELECT sha256, size FROM artifact_upload_part WHERE sha256 IS NOT NULL AND upload_id = @Id", new { upload.Id });
                        db.Execute("UPDATE artifact_upload_part SET sha256 = NULL, size = NULL WHERE upload_id = @Id", new { upload.Id });
                        return db.Execute("UPDATE artifact_upload SET is_done = 1, touched_at = @now WHERE id = @Id", new { upload.Id, now = Now() });
                    },
                    _closing.Token).ConfigureAwait(false);
                await doomed.RemoveAsync(_closing.Token).ConfigureAwait(false);
            }

            return joined;
        }
        finally
        {
            lock (_gate)
                _joining.Remove(upload.Id);
        }
    }

    private static ArtifactUpload? Read(SqliteConnection db, string id) =>
        db.QuerySingleOrDefault<(string Md5, long IsDone)?>("SELECT md5, is_done FROM artifact_upload WHERE id = @id", new { id }) is { } row
            ? new ArtifactUpload(id, row.Md5, row.IsDone != 0, db.Query<ArtifactPart>(
                "SELECT number AS Number, md5 AS Md5, sha256 AS Sha256 FROM artifact_upload_part WHERE upload_id = @id ORDER BY number",
                new { id }).ToList())
            : null;

    // The same content in the same parts is the same upload, so that a client that begins again finds what it has sent.
    private static string IdOf(string md5, IReadOnlyList<ArtifactPart> parts) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.ASCII.GetBytes(md5 + string.Concat(parts.Select(part => part.Md5))))[..16]);

    private static Refusal NoUpload(string id) => Refusal.NotFound(
        $"There is no upload '{id}' of this content.", "Ask for its addresses again: an upload is forgotten when nobody goes on with it.");

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
