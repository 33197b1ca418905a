namespace Cairn.Storage.Catalog;

/// <summary>A database could not be opened or brought up to date; nothing in it was changed.</summary>
public sealed class DatabaseUnusableException(string path, Exception cause)
    : Exception(
        $"{path} cannot be used ({cause.Message.TrimEnd('.')}); nothing in it was changed. " +
        "See what is damaged with 'cairn check', or make a folder of a backup with 'cairn restore'.",
        cause);
