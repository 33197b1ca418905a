namespace Cairn.Storage.Catalog;

/// <summary>The database was written by a newer Cairn than this one; nothing was changed in it.</summary>
public sealed class SchemaTooNewException(string path, long found, long known)
    : Exception(
        $"{path} has schema version {found}, but this Cairn knows only up to {known}. " +
        "It was written by a newer Cairn: start that version, or restore a backup made before the upgrade.")
{
    /// <summary>The version found in the file.</summary>
    public long Found { get; } = found;

    /// <summary>The newest version this program can read.</summary>
    public long Known { get; } = known;
}
