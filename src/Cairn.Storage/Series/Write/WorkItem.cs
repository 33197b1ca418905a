using Cairn.Storage.Series.Fold;
using Cairn.Storage.Series.Heads;

namespace Cairn.Storage.Series.Write;

/// <summary>Something for the writer, in the order asked for: a batch, or a plan to be made and written.</summary>
internal sealed class WorkItem
{
    public SeriesBatch? Batch { get; init; }

    /// <summary>The run that <see cref="MakePlan"/> is for.</summary>
    public long Run { get; init; }

    /// <summary>Makes a plan under the gate of the run.</summary>
    public Func<RunState, FoldPlan>? MakePlan { get; init; }

    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
