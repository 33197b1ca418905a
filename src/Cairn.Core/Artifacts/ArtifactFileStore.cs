using Cairn.Core.Access;
using Cairn.Core.Trash;
using Cairn.Storage.Blobs;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Artifacts;

/// <summary>Reads and writes the files of versions: their manifests, and contents that are kept once for all versions.</summary>
public sealed class ArtifactFileStore(SqliteDatabase catalog, BlobStore blobs, TimeProvider time)
{
    private const string EntryColumns =
        "path AS Path, digest AS Digest, size AS Size, reference AS Reference, birth_artifact AS BirthArtifact, extra AS Extra";

    /// <summary>Begins a manifest of a version; null when there is no such version.</summary>
    public async Task<ArtifactManifest?> StartManifestAsync(
        Caller caller, long artifact, long? baseArtifact, bool isWhole, CancellationToken cancellationToken = default)
    {
        var id = await catalog.WriteAsync(
            db => db.ExecuteScalar<long?>(
                """
                INSERT INTO artifact_manifest (artifact_id, base_artifact_id, is_whole)
                SELECT id, @baseArtifact, @isWhole FROM artifact WHERE id = @artifact RETURNING id
                """,
                new { artifact, baseArtifact, isWhole }),
            cancellationToken).ConfigureAwait(false);
        return id is { } made ? new ArtifactManifest(made, artifact, baseArtifact, isWhole) : null;
    }

    /// <summary>The manifest of that id; null when there is none.</summary>
    public ArtifactManifest? FindManifest(Caller caller, long id) => catalog.Read(db => db.QuerySingleOrDefault<ManifestRow>(
        """
        SELECT id AS Id, artifact_id AS ArtifactId, base_artifact_id AS BaseArtifactId, is_whole AS IsWhole
        FROM artifact_manifest WHERE id = @id
        """,
        new { id })?.ToManifest());

    /// <summary>
    /// Sets the files of a pending version to what its manifest lists, on top of those of the manifest's base.
    /// </summary>
    public Task<Outcome<int>> FillAsync(
        Caller caller, ArtifactManifest manifest, IReadOnlyList<ArtifactEntry> entries, CancellationToken cancellationToken = default) =>
        catalog.WriteAsync<Outcome<int>>(
            db =>
            {
                if (ArtifactRows.Artifact(db, manifest.ArtifactId) is not { State: ArtifactState.Pending })
                    return Refusal.Invalid("artifact", "Only a version that is not committed yet can get files.");
                db.Execute("DELETE FROM artifact_entry WHERE artifact_id = @ArtifactId", new { manifest.ArtifactId });
                if (manifest is { IsWhole: false, BaseArtifactId: { } based })
                {
                    db.Execute(
                        """
                        INSERT INTO artifact_entry (artifact_id, path, digest, size, reference, birth_artifact, extra)
                        SELECT @ArtifactId, path, digest, size, reference, birth_artifact, extra
                        FROM artifact_entry WHERE artifact_id = @based
                        """,
                        new { manifest.ArtifactId, based });
                }

                db.Execute(
                    """
                    INSERT OR REPLACE INTO artifact_entry (artifact_id, path, digest, size, reference, birth_artifact, extra)
                    VALUES (@ArtifactId, @Path, @Digest, @Size, @Reference, @BirthArtifact, @Extra)
                    """,
                    entries.Select(entry => new
                    {
                        manifest.ArtifactId,
                        entry.Path,
                        entry.Digest,
                        entry.Size,
                        entry.Reference,
                        entry.BirthArtifact,
                        entry.Extra,
                    }));
                return entries.Count;
            },
            cancellationToken);

    /// <summary>The files of a version, by path.</summary>
    public IReadOnlyList<ArtifactEntry> Entries(Caller caller, long artifact) => catalog.Read(db => db.Query<ArtifactEntry>(
        $"SELECT {EntryColumns} FROM artifact_entry WHERE artifact_id = @artifact ORDER BY path", new { artifact }).ToList());

    /// <summary>A file of a version; null when it has none of that path.</summary>
    public ArtifactEntry? Entry(Caller caller, long artifact, string path) => catalog.Read(db =>
        db.QuerySingleOrDefault<ArtifactEntry>(
            $"SELECT {EntryColumns} FROM artifact_entry WHERE artifact_id = @artifact AND path = @path", new { artifact, path }));

    /// <summary>The content of that MD5 (32 hexadecimal digits); null when it was never uploaded.</summary>
    public ArtifactContent? FindContent(Caller caller, string md5) => catalog.Read(db =>
        db.QuerySingleOrDefault<ArtifactContent>(
            "SELECT md5 AS Md5, sha256 AS Sha256, size AS Size, created_at AS CreatedAt FROM artifact_content WHERE md5 = @md5",
            new { md5 }));

    /// <summary>The MD5 in hexadecimal digits of an entry's digest, which clients write in base64; null when it is none.</summary>
    public static string? Hex(string digest)
    {
        Span<byte> bytes = stackalloc byte[24];
        return Convert.TryFromBase64String(digest, bytes, out var length) && length == 16
            ? Convert.ToHexStringLower(bytes[..length])
            : null;
    }

    /// <summary>Opens a content's bytes; null when they are gone from the blob store.</summary>
    public FileStream? OpenRead(ArtifactContent content) => blobs.OpenRead(content.Sha256);

    /// <summary>Keeps a content whose MD5 its client has told; other bytes are refused.</summary>
    public async Task<Outcome<ArtifactContent>> WriteAsync(
        Caller caller, string md5, Stream bytes, CancellationToken cancellationToken = default) =>
        await KeepAsync(
            md5, await blobs.WriteAsync(bytes, cancellationToken: cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Keeps the bytes of these blobs, one after the other, as a content of that MD5; other bytes are refused.</summary>
    internal async Task<Outcome<ArtifactContent>> JoinAsync(
        Caller caller, string md5, IReadOnlyList<string> parts, CancellationToken cancellationToken) =>
        await KeepAsync(md5, await blobs.JoinAsync(parts, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<Outcome<ArtifactContent>> KeepAsync(string md5, Blob blob, CancellationToken cancellationToken)
    {
        if (Convert.ToHexStringLower(Convert.FromBase64String(blob.Md5)) != md5)
        {
            await catalog.WriteAsync(
                db => DoomedBlobs.Add(db, "SELECT @Sha256, @Size", new { blob.Sha256, blob.Size }), cancellationToken).ConfigureAwait(false);
            return Refusal.Invalid(
                "md5", $"The bytes that came have another digest than {md5}.", remedy: "The file changed while it was uploaded: log it again.");
        }

        var content = new ArtifactContent(md5, blob.Sha256, blob.Size, time.GetUtcNow().ToUnixTimeMilliseconds());
        await catalog.WriteAsync(
            db => db.Execute(
                "INSERT OR IGNORE INTO artifact_content (md5, sha256, size, created_at) VALUES (@Md5, @Sha256, @Size, @CreatedAt)",
                new { content.Md5, content.Sha256, content.Size, content.CreatedAt }),
            cancellationToken).ConfigureAwait(false);
        return content;
    }

    private sealed record ManifestRow(long Id, long ArtifactId, long? BaseArtifactId, long IsWhole)
    {
        public ArtifactManifest ToManifest() => new(Id, ArtifactId, BaseArtifactId, IsWhole != 0);
    }
}
