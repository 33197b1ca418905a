namespace Cairn.Protocols.Mlflow.Wire;

internal sealed record FileWire(string Path, bool IsDir, long? FileSize);

internal sealed record FilesAnswer(string? RootUri, IReadOnlyList<FileWire>? Files);
