namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>The record of a run that has not changed since its block was written.</summary>
/// <param name="block">Where its attributes are.</param>
/// <param name="place">Which one of the block's it is.</param>
internal sealed class KeptRecord(RecordBlock block, int place) : RunRecord
{
    public override long Id => block.Id(place);
    public override long ProjectId => block.ProjectId(place);
    public override string Uid => block.Uid(place);
    public override string Name => block.Name(place);
    public override RunState State => block.State(place);
    public override string? Group => block.Group(place);
    public override string? JobType => block.JobType(place);
    public override string? Notes => block.Notes(place);
    public override string? Parent => block.Parent(place);
    public override string Source => block.Source(place);
    public override IReadOnlyList<string> Tags => block.Tags(place);
    public override long CreatedAt => block.CreatedAt(place);
    public override long StartedAt => block.StartedAt(place);
    public override long? FinishedAt => block.FinishedAt(place);
    public override long HeartbeatAt => block.HeartbeatAt(place);
    public override int? ExitCode => block.ExitCode(place);
    public override long? DeletedAt => block.DeletedAt(place);
    public override bool HasGroup => block.HasGroup(place);
    public override bool HasJobType => block.HasJobType(place);
    public override bool HasNotes => block.HasNotes(place);
    public override bool HasParent => block.HasParent(place);
    public override bool HasTags => block.HasTags(place);

    public override ulong Hash(RunColumnFamily family) => block.Hash(Place(family), place);
}
