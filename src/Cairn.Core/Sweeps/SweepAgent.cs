namespace Cairn.Core.Sweeps;

/// <summary>A process that runs a sweep's trials.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="SweepId">Its sweep.</param>
/// <param name="Host">Where it runs.</param>
/// <param name="CreatedAt">Unix milliseconds.</param>
/// <param name="HeartbeatAt">Unix milliseconds of its last word.</param>
public sealed record SweepAgent(long Id, long SweepId, string Host, long CreatedAt, long HeartbeatAt);
