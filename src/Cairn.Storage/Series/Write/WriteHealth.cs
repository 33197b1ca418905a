using Cairn.Storage.Series.Sql;
using Microsoft.Extensions.Logging;

namespace Cairn.Storage.Series.Write;

/// <summary>
/// Whether writes are accepted. A full disk refuses until there is space again. Any other failure of a commit refuses
/// for good: after a failed fsync nobody knows what is on disk, and trying again would only seem to succeed.
/// </summary>
internal sealed class WriteHealth(string path, DiskSpace space, TimeProvider time, ILogger logger)
{
    private const int FullFor = 250;
    private long _fullAt;
    private bool _low;
    private bool _full;
    private volatile Exception? _failure;

    private string FullMessage => $"The disk of {path} is full: nothing of this was kept. Make space on it, and send it again.";

    public bool Failed => _failure is not null;

    public bool Writable => _failure is null && !_low && !_full;

    /// <summary>Why a batch must be refused now; null if it need not.</summary>
    public SeriesUnavailableException? Refusal()
    {
        if (_failure is { } failure)
        {
            return new SeriesUnavailableException(
                $"Writing to {path} failed ({failure.Message}); nothing is written until the server is started again. Look at the disk first.", diskFull: false, failure);
        }

        if (_full && time.GetElapsedTime(_fullAt).TotalMilliseconds > FullFor)
            _full = false;
        var low = space.Refusal();
        if (_low != low is not null)
        {
            _low = low is not null;
            if (low is not null)
                logger.LogError("Writes are refused: {Reason}", low.Message);
            else
                logger.LogInformation("The disk of {Path} has space again: writes are accepted", path);
        }

        if (low is not null)
            return new SeriesUnavailableException(low.Message, diskFull: true, low);
        return _full ? new SeriesUnavailableException(FullMessage, diskFull: true) : null;
    }

    /// <summary>Takes note of a failed transaction, which was rolled back, and says what its batches are told.</summary>
    public SeriesUnavailableException Report(Exception error)
    {
        if (error is SqlException { DiskFull: true })
        {
            _full = true;
            _fullAt = time.GetTimestamp();
            logger.LogError(error, "The disk of {Path} is full: writes are refused", path);
            return new SeriesUnavailableException(FullMessage, diskFull: true, error);
        }

        _failure = error;
        logger.LogCritical(error, "Writing to {Path} failed: nothing is written until a restart", path);
        return Refusal()!;
    }
}
