namespace Cairn.Core.Runs.Querying;

/// <summary>The record of a run that was told of or read from the catalog.</summary>
/// <param name="attributes">The run; its documents are not looked at, and better left out, for they would stay in memory.</param>
/// <param name="hashes">Of each document its hash, in the order of <see cref="RunRecord.Families"/>.</param>
internal sealed class NotedRecord(Run attributes, ulong[] hashes) : RunRecord
{
    public override long Id => attributes.Id;
    public override long ProjectId => attributes.ProjectId;
    public override string Uid => attributes.Uid;
    public override string Name => attributes.Name;
    public override RunState State => attributes.State;
    public override string? Group => attributes.Group;
    public override string? JobType => attributes.JobType;
    public override string? Notes => attributes.Notes;
    public override string? Parent => attributes.Parent;
    public override string Source => attributes.Source;
    public override IReadOnlyList<string> Tags => attributes.Tags;
    public override long CreatedAt => attributes.CreatedAt;
    public override long StartedAt => attributes.StartedAt;
    public override long? FinishedAt => attributes.FinishedAt;
    public override long HeartbeatAt => attributes.HeartbeatAt;
    public override int? ExitCode => attributes.ExitCode;
    public override long? DeletedAt => attributes.DeletedAt;

    public override ulong Hash(RunColumnFamily family) => hashes[Place(family)];
}
