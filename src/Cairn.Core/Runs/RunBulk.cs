using System.Collections.Concurrent;
using Cairn.Core.Access;

namespace Cairn.Core.Runs;

/// <summary>Changes many runs at once. Each run is changed wholly or not at all; what one run refuses the others still get.</summary>
public sealed class RunBulk(RunStore runs)
{
    // So many wait at a time that a durable commit carries many of them.
    private const int AtOnce = 128;

    /// <summary>Most tags of one run.</summary>
    public const int MostTags = 200;

    /// <summary>Applies the change and completes when all of it is on disk.</summary>
    public async Task<RunBulkResult> ApplyAsync(
        Caller caller, IReadOnlyCollection<long> ids, RunBulkChange change, CancellationToken cancellationToken = default)
    {
        var refused = new ConcurrentBag<(long, Refusal)>();
        await Parallel.ForEachAsync(
            ids.Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (id, token) =>
            {
                var outcome = await OneAsync(caller, id, change, token).ConfigureAwait(false);
                if (outcome.Refusal is { } refusal)
                    refused.Add((id, refusal));
            }).ConfigureAwait(false);
        return new RunBulkResult(ids.Distinct().Count() - refused.Count, [.. refused.OrderBy(one => one.Item1)]);
    }

    private Task<Outcome<Run>> OneAsync(Caller caller, long id, RunBulkChange change, CancellationToken cancellationToken)
    {
        if (change.Trash)
            return runs.TrashAsync(caller, id, cancellationToken);
        if (change.Restore)
            return runs.RestoreAsync(caller, id, cancellationToken);
        return runs.MoveAsync(caller, id, change.MoveTo, run => Changed(run, change), cancellationToken);
    }

    private static Outcome<Run> Changed(Run run, RunBulkChange change)
    {
        string[] tags = [.. run.Tags.Except(change.RemoveTags).Concat(change.AddTags).Distinct()];
        if (tags.Length > MostTags)
            return Refusal.Invalid("addTags", $"Run {run.Uid} would have {tags.Length} tags.", $"{MostTags} tags");
        return run with { Tags = tags, Group = change.Group is null ? run.Group : change.Group.Length == 0 ? null : change.Group };
    }
}
