using Cairn.Storage.Catalog;

namespace Cairn.Storage;

/// <summary>
/// Whether the disk of a folder has more left than is kept in reserve. Below it what clients send is refused, while the
/// small writes that end runs or make space still have room. Thread-safe; the disk is asked at most four times a second.
/// </summary>
/// <param name="folder">A folder on the disk.</param>
/// <param name="reserve">Bytes to be left free.</param>
/// <param name="time">The clock.</param>
/// <param name="free">Answers the bytes that are free; null asks the disk.</param>
public sealed class DiskSpace(string folder, long reserve, TimeProvider? time = null, Func<long>? free = null)
{
    private const int AskedEvery = 250;
    private const long Megabyte = 1 << 20;

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Func<long> _free = free ?? (() => new DriveInfo(folder).AvailableFreeSpace);
    private readonly Lock _gate = new();
    private long _askedAt;
    private long _left = long.MaxValue;

    /// <summary>Whether less is free than the reserve.</summary>
    public bool IsLow
    {
        get
        {
            lock (_gate)
            {
                if (_askedAt == 0 || _time.GetElapsedTime(_askedAt).TotalMilliseconds > AskedEvery)
                {
                    _askedAt = _time.GetTimestamp();
                    _left = _free();
                }

                return _left < reserve;
            }
        }
    }

    /// <summary>Why something must not be kept now; null if it may.</summary>
    public StorageUnavailableException? Refusal() => IsLow
        ? new StorageUnavailableException(
            $"The disk of {folder} has only {Math.Max(0, _left) / Megabyte} MB left, and {reserve / Megabyte} MB are kept in reserve: "
            + "nothing of this was kept. Make space on it, and send it again.",
            diskFull: true)
        : null;
}
