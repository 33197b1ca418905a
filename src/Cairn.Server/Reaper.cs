using Cairn.Core.Runs;

namespace Cairn.Server;

/// <summary>Finds the runs whose clients fell silent, every few seconds.</summary>
internal sealed partial class Reaper(RunStore runs, ServerOptions options, TimeProvider time, ILogger<Reaper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                var crashed = await runs.ReapAsync(options.HeartbeatLimit, stoppingToken).ConfigureAwait(false);
                if (crashed > 0)
                    LogCrashed(logger, crashed, options.HeartbeatLimit);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // A full disk now does not mean a full disk at the next round.
                LogFailed(logger, exception.Message);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} runs had no sign of life for {Limit} and count as crashed")]
    private static partial void LogCrashed(ILogger logger, int count, TimeSpan limit);

    [LoggerMessage(LogLevel.Warning, "Looking for silent runs failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
