using Cairn.Storage.Catalog;

namespace Cairn.Core.Artifacts;

/// <summary>The tables of artifacts.</summary>
internal static class ArtifactSchema
{
    public static Migration Migration { get; } = new(
        "artifacts",
        """
        CREATE TABLE artifact_type (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            name TEXT NOT NULL,
            description TEXT,
            created_at INTEGER NOT NULL,
            UNIQUE (project_id, name));
        CREATE TABLE artifact_collection (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            project_id INTEGER NOT NULL REFERENCES project (id),
            type_id INTEGER NOT NULL REFERENCES artifact_type (id),
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            description TEXT,
            client_id TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            UNIQUE (project_id, name));
        CREATE INDEX artifact_collection_client ON artifact_collection (client_id) WHERE client_id IS NOT NULL;
        CREATE TABLE artifact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection_id INTEGER NOT NULL,
            version INTEGER,
            state TEXT NOT NULL,
            digest TEXT NOT NULL,
            description TEXT,
            metadata TEXT NOT NULL,
            run_id INTEGER REFERENCES run (id),
            step INTEGER,
            size INTEGER NOT NULL DEFAULT 0,
            file_count INTEGER NOT NULL DEFAULT 0,
            time_to_live INTEGER,
            client_id TEXT,
            wanted_aliases TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL);
        CREATE INDEX artifact_digest ON artifact (collection_id, digest);
        CREATE INDEX artifact_run ON artifact (run_id) WHERE run_id IS NOT NULL;
        CREATE INDEX artifact_client ON artifact (client_id) WHERE client_id IS NOT NULL;
        CREATE INDEX artifact_expiry ON artifact (time_to_live) WHERE time_to_live > 0;
        CREATE TABLE artifact_membership (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection_id INTEGER NOT NULL REFERENCES artifact_collection (id),
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            version INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (collection_id, artifact_id),
            UNIQUE (collection_id, version));
        CREATE INDEX artifact_membership_artifact ON artifact_membership (artifact_id);
        CREATE TABLE artifact_alias (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            collection_id INTEGER NOT NULL REFERENCES artifact_collection (id),
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            name TEXT NOT NULL,
            UNIQUE (collection_id, name));
        CREATE INDEX artifact_alias_artifact ON artifact_alias (artifact_id);
        CREATE TABLE artifact_tag (
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            name TEXT NOT NULL,
            PRIMARY KEY (artifact_id, name)) WITHOUT ROWID;
        CREATE TABLE artifact_collection_tag (
            collection_id INTEGER NOT NULL REFERENCES artifact_collection (id),
            name TEXT NOT NULL,
            PRIMARY KEY (collection_id, name)) WITHOUT ROWID;
        CREATE TABLE artifact_manifest (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            base_artifact_id INTEGER,
            is_whole INTEGER NOT NULL,
            sha256 TEXT);
        CREATE INDEX artifact_manifest_artifact ON artifact_manifest (artifact_id);
        CREATE TABLE artifact_entry (
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            path TEXT NOT NULL,
            digest TEXT NOT NULL,
            size INTEGER NOT NULL,
            reference TEXT,
            birth_artifact TEXT,
            extra TEXT,
            PRIMARY KEY (artifact_id, path)) WITHOUT ROWID;
        CREATE TABLE artifact_content (
            md5 TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            size INTEGER NOT NULL,
            created_at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE artifact_use (
            run_id INTEGER NOT NULL REFERENCES run (id),
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            used_as TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (run_id, artifact_id)) WITHOUT ROWID;
        CREATE INDEX artifact_use_artifact ON artifact_use (artifact_id);
        """);

    /// <summary>Runs that logged a version which another run had brought: the same content is one version.</summary>
    public static Migration LoggedMigration { get; } = new(
        "artifacts logged again",
        """
        CREATE TABLE artifact_logged (
            run_id INTEGER NOT NULL REFERENCES run (id),
            artifact_id INTEGER NOT NULL REFERENCES artifact (id),
            PRIMARY KEY (run_id, artifact_id)) WITHOUT ROWID;
        CREATE INDEX artifact_logged_artifact ON artifact_logged (artifact_id);
        """);
}
