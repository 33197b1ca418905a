using Cairn.Core.Artifacts;

namespace Cairn.Server;

/// <summary>Removes what has had its time, at start and every hour: versions with a time to live, and uploads left behind.</summary>
internal sealed partial class Janitor(
    ArtifactStore artifacts, ArtifactUploadStore uploads, TimeProvider time, ILogger<Janitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                var expired = await artifacts.ExpireAsync(stoppingToken).ConfigureAwait(false);
                var cleared = await uploads.ClearAsync(ArtifactUploadStore.Lifetime, stoppingToken).ConfigureAwait(false);
                if (expired + cleared > 0)
                    LogRemoved(logger, expired, cleared);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A full disk now does not mean a full disk in an hour.
                LogFailed(logger, exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(LogLevel.Information, "{Expired} versions passed their time to live, {Cleared} unfinished uploads were forgotten")]
    private static partial void LogRemoved(ILogger logger, int expired, int cleared);

    [LoggerMessage(LogLevel.Warning, "Removing what has had its time failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
