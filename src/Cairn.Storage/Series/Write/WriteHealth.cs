using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Write;

/// <summary>
/// Whether writes are accepted. A full disk refuses until there is space again. Any other failure of a commit refuses
/// for good: after a failed fsync nobody knows what is on disk, and trying again would only seem to succeed.
/// </summary>
internal sealed class WriteHealth(string path, long reserve, TimeProvider time, ILogger logger)
{
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private long _checkedAt;
    private bool _low;
    private bool _full;
    private volatile Exception? _failure;

    public bool Failed => _failure is not null;

    public bool Writable => _failure is null && !_low && !_full;

    /// <summary>Why a batch must be refused now; null if it need not.</summary>
    public SeriesUnavailableException? Refusal()
    {
        if (_failure is { } failure)
        {
            return new SeriesUnavailableException(
                $"writing to {path} failed; nothing is written until a restart: {failure.Message}", diskFull: false, failure);
        }

        if (_checkedAt == 0 || time.GetElapsedTime(_checkedAt) > TimeSpan.FromMilliseconds(250))
        {
            _checkedAt = time.GetTimestamp();
            _full = false;
            var low = new DriveInfo(_folder).AvailableFreeSpace < reserve;
            if (low != _low)
            {
                if (low)
                    logger.LogError("The disk of {Path} has less than {Reserve} bytes left: writes are refused", path, reserve);
                else
                    logger.LogInformation("The disk of {Path} has space again: writes are accepted", path);
            }

            _low = low;
        }

        return _low || _full
            ? new SeriesUnavailableException($"the disk of {path} is full; nothing of the batch was kept", diskFull: true)
            : null;
    }

    /// <summary>Takes note of a failed transaction, which was rolled back, and says what its batches are told.</summary>
    public SeriesUnavailableException Report(Exception error)
    {
        if (error is SqlException { DiskFull: true })
        {
            _full = true;
            _checkedAt = time.GetTimestamp();
            logger.LogError(error, "The disk of {Path} is full: writes are refused", path);
            return new SeriesUnavailableException(
                $"the disk of {path} is full; nothing of the batch was kept", diskFull: true, error);
        }

        _failure = error;
        logger.LogCritical(error, "Writing to {Path} failed: nothing is written until a restart", path);
        return new SeriesUnavailableException($"writing to {path} failed: {error.Message}", diskFull: false, error);
    }
}
