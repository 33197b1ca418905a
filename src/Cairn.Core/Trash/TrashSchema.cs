using Cairn.Storage.Catalog;

namespace Cairn.Core.Trash;

/// <summary>What emptying the trash keeps in the catalog: file contents that may have to go, so that a crash forgets none.</summary>
internal static class TrashSchema
{
    public static Migration Migration { get; } = new(
        "doomed blobs",
        """
        CREATE TABLE doomed_blob (
            digest TEXT NOT NULL PRIMARY KEY,
            size INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX run_trash ON run (deleted_at) WHERE deleted_at IS NOT NULL;
        """);
}
