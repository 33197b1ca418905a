namespace Cairn.Client.Spool;

/// <summary>A file to upload: its path among the run's files and where its bytes are.</summary>
/// <param name="Path">Path among the run's files.</param>
/// <param name="Copy">Name of the copy in the spool folder, or null.</param>
/// <param name="Source">Absolute path of the original when there is no copy.</param>
internal sealed record SpoolFile(string Path, string? Copy, string? Source);
