using Cairn.Client.Logging;
using Cairn.Client.Sending;
using Cairn.Client.Spool;

namespace Cairn.Client;

/// <summary>Sends what earlier runs left in a spool directory; <c>cairn sync</c> is this.</summary>
public static class SpoolSync
{
    private const int MostTries = 4;

    /// <summary>
    /// The spool directory of runs that name none: the environment variable <c>CAIRN_SPOOL</c>, else
    /// <c>cairn/spool</c> in the user's local application data.
    /// </summary>
    public static string DefaultDirectory
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CAIRN_SPOOL") is { Length: > 0 } given)
                return given;
            var data = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.Combine(data.Length > 0 ? data : Path.GetTempPath(), "cairn", "spool");
        }
    }

    /// <summary>
    /// Sends all spooled runs in the order they started. May be interrupted and repeated at any time: nothing is lost
    /// or doubled. Runs of living processes are skipped; a torn end, as a crash leaves it, is tolerated. Does not throw
    /// for what the server or a damaged spool does.
    /// </summary>
    /// <param name="spoolDirectory">The directory that holds the runs' folders.</param>
    /// <param name="server">The server to send to; null sends each run to the server it was meant for.</param>
    /// <param name="progress">Told after each request how far a run has come.</param>
    /// <param name="cancellationToken">Stops between requests; what is sent stays sent.</param>
    /// <returns>What became of each run, oldest first; empty when the directory does not exist.</returns>
    public static async Task<IReadOnlyList<SyncedRun>> SendAsync(
        string spoolDirectory, string? server = null, IProgress<SyncedRun>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var runs = new List<SyncedRun>();
        if (!Directory.Exists(spoolDirectory))
            return runs;
        foreach (var path in Directory.GetDirectories(Path.GetFullPath(spoolDirectory)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var folder = SpoolFolder.TryOpen(path, out var inUse);
            if (folder is not null)
                runs.Add(await SendAsync(folder, server, progress, cancellationToken).ConfigureAwait(false));
            else if (inUse)
                runs.Add(new SyncedRun(path, "", "", SyncOutcome.InUse, 0, 0, 0, 0, 0, 0, null, ""));
        }

        return runs;
    }

    private static async Task<SyncedRun> SendAsync(
        SpoolFolder folder, string? server, IProgress<SyncedRun>? progress, CancellationToken cancellationToken)
    {
        var problem = "";
        using var api = new ApiConnection(server ?? folder.Header.Server);
        using var sender = new RunSender(
            folder, null, api, new Warnings(text => problem = text), TimeProvider.System);
        if (folder.Segments().Count == 0 && File.Exists(folder.RejectedFile))
            return Report(SyncOutcome.OnlyRefusedLeft);

        var lastWritten = LastWritten(folder);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
        for (var tries = 0; ;)
        {
            var step = await StepAsync(sender, lastWritten, cancellationToken).ConfigureAwait(false);
            switch (step.Kind)
            {
                case SendStepKind.Finished:
                    folder.Complete();
                    return Report(SyncOutcome.Sent);
                case SendStepKind.RunRefused:
                    problem = step.Problem;
                    return Report(SyncOutcome.Refused);
                case SendStepKind.Later when ++tries >= MostTries:
                    problem = step.Problem;
                    return Report(SyncOutcome.Interrupted);
                case SendStepKind.Later:
                    await Task.Delay(backoff.Next(step.RetryAfter), cancellationToken).ConfigureAwait(false);
                    break;
                default:
                    tries = 0;
                    backoff.Reset();
                    progress?.Report(Report(SyncOutcome.Sending));
                    break;
            }
        }

        SyncedRun Report(SyncOutcome outcome) => new(
            folder.Path, folder.Header.Project, folder.Header.Uid, outcome, sender.Counts.Points, sender.Counts.Records,
            sender.Counts.ConsoleLines, sender.Counts.Files, sender.Counts.Refused, sender.Damaged, sender.Binding?.Url,
            problem);
    }

    private static async Task<SendStep> StepAsync(RunSender sender, long lastWritten, CancellationToken cancellationToken)
    {
        try
        {
            var step = await sender.StepAsync(cancellationToken).ConfigureAwait(false);
            // Nobody holds this spool and its end is missing: the process died.
            return step.Kind == SendStepKind.Idle
                ? await sender.MarkCrashedAsync(lastWritten, cancellationToken).ConfigureAwait(false)
                : step;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new SendStep(SendStepKind.Later, e.Message);
        }
    }

    private static long LastWritten(SpoolFolder folder)
    {
        var segments = folder.Segments();
        return segments.Count == 0
            ? folder.Header.StartedAt
            : new DateTimeOffset(File.GetLastWriteTimeUtc(folder.SegmentFile(segments[^1]))).ToUnixTimeMilliseconds();
    }
}
