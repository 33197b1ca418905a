namespace Cairn.Storage;

/// <summary>Another process has the data folder open.</summary>
public sealed class DataFolderInUseException(string path, int? processId)
    : Exception(
        $"The data folder {path} is in use by another Cairn server" +
        (processId is { } id ? $" (process {id})" : "") +
        ". Stop it, or give this one a folder of its own with --data DIR.")
{
    /// <summary>The process that holds the folder; null when it can't be told.</summary>
    public int? ProcessId { get; } = processId;
}
