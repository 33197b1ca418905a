using System.ComponentModel.DataAnnotations;
using Cairn.Core.Alerts;
using Cairn.Core.Consoles;
using Cairn.Core.Files;
using Cairn.Core.Records;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ReceiptWire(long Points, int Records, int Lines, bool? Stop);

internal sealed record RecordKeysWire(IReadOnlyList<RecordKey> Keys);

internal sealed record RecordsWire(IReadOnlyList<RecordEntry> Records);

internal sealed record ConsoleWire(long Total, long From, IReadOnlyList<ConsoleLine> Lines);

internal sealed record ConsoleMatchesWire(IReadOnlyList<long> Lines);

internal sealed record FileWire(string Path, long Size, string Sha256, string ContentType, long UpdatedAt)
{
    public static FileWire From(RunFile file) =>
        new(file.Path, file.Size, file.Sha256, file.ContentType, file.UpdatedAt);
}

internal sealed record FilesWire(IReadOnlyList<FileWire> Files);

internal sealed record AlertCreateWire(
    [property: Required] string? Title, string? Text,
    [property: AllowedValues("info", "warn", "error")] string? Level, long? Time);

internal sealed record AlertsWire(IReadOnlyList<Alert> Alerts);

internal sealed record ServerWire(
    string Name, string Version, long StartedAt, int Pid, string DataDirectory, StorageWire Storage);

internal sealed record StorageWire(long Points, long ChunkBytes, long StagedBytes)
{
    public static StorageWire From(SeriesStoreStats stats) => new(stats.Points, stats.ChunkBytes, stats.StagedBytes);
}
