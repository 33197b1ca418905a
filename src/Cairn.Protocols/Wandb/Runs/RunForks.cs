using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Logging;
using Cairn.Core.Projects;
using Cairn.Core.Records;
using Cairn.Core.Runs;
using Cairn.Core.Streams;
using Cairn.Protocols.Wandb.Streaming;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Gives forks what their parents logged up to where they left them.</summary>
internal sealed class RunForks(
    RunStore runs, SeriesStore series, RecordStore records, FileStore files, StreamStore streams, RunLog log)
{
    private const int CopiedPoints = 100_000;
    private const int CopiedRecords = 1_000_000;
    private const string MediaFolder = "media/";
    private static readonly StreamEnd Filled = new(StreamNames.Branch, "", 1, "{}");
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Task> _filling = [];

    /// <summary>The run that is forked; null when it is not there.</summary>
    public Run? Parent(Caller caller, Project project, BranchPoint branch) =>
        runs.Find(caller, project.Id, branch.Run) is { DeletedAt: null } found ? found : null;

    /// <summary>
    /// Copies the parent's points and media up to the step, once: what an earlier call left half done begins anew, and a
    /// fork that is whole, or has gone on by itself, stays as it is. The copy goes on when its caller stops waiting: who
    /// comes again waits for the same one.
    /// </summary>
    public async Task FillAsync(Caller caller, Run parent, Run fork, long lastStep, CancellationToken cancellationToken)
    {
        Task? work;
        lock (_gate)
        {
            if (!_filling.TryGetValue(fork.Id, out work))
            {
                if (IsFilled(caller, fork))
                    return;
                _filling.Add(fork.Id, work = Task.Run(() => FillAsync(caller, parent, fork, lastStep), CancellationToken.None));
            }
        }

        await work.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsFilled(Caller caller, Run fork) => streams.List(caller, fork.Id)
        .Any(stream => stream.Name == StreamNames.Branch || stream is { Name: StreamNames.History, Lines: > 0 });

    private async Task FillAsync(Caller caller, Run parent, Run fork, long lastStep)
    {
        try
        {
            if (series.Keys(fork.Id).Count > 0 || records.Read(caller, fork.Id, new RecordQuery(Limit: 1)).Count > 0)
                await log.RewindAsync(caller, fork.Id, long.MinValue, CancellationToken.None).ConfigureAwait(false);
            await CopyAsync(caller, parent.Id, fork.Id, lastStep, CancellationToken.None).ConfigureAwait(false);
            await streams.ResetAsync(caller, fork.Id, Filled, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                _filling.Remove(fork.Id);
        }
    }

    private async Task CopyAsync(Caller caller, long from, long to, long lastStep, CancellationToken cancellationToken)
    {
        var media = records.Read(caller, from, new RecordQuery(ToStep: lastStep, Limit: CopiedRecords));
        if (media.Count > 0)
        {
            await files.CopyAsync(caller, from, to, MediaFolder, cancellationToken).ConfigureAwait(false);
            await log.AppendAsync(caller, to, new LogBatch { Records = media }, cancellationToken).ConfigureAwait(false);
        }

        foreach (var key in series.Keys(from))
        {
            SeriesPosition? after = null;
            do
            {
                var points = series.ReadPoints(from, key, toStep: lastStep, limit: CopiedPoints, after: after);
                if (points.Count == 0)
                    break;
                var copy = new SeriesBatchBuilder(to);
                for (var i = 0; i < points.Count; i++)
                {
                    copy.BeginRow(points.Steps[i], points.Times[i]);
                    copy.Add(key, points.Values[i]);
                    copy.EndRow();
                }

                using var batch = copy.Build();
                await log.AppendAsync(caller, to, new LogBatch { Points = batch, LastStep = points.Steps[^1] }, cancellationToken)
                    .ConfigureAwait(false);
                after = points.More ? points.End : null;
            }
            while (after is not null);
        }
    }
}
