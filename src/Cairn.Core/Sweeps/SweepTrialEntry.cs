using System.Text.Json;

namespace Cairn.Core.Sweeps;

/// <summary>A trial that was given to an agent.</summary>
/// <param name="SweepId">The sweep.</param>
/// <param name="Number">From 0, in the order the trials were proposed.</param>
/// <param name="RunId">Its run.</param>
/// <param name="AgentId">The agent that has it; 0 for a run that was there before the sweep and counts as its trial.</param>
/// <param name="Values">The settings, each wrapped in an object with its <c>value</c>.</param>
/// <param name="IssuedAt">Unix milliseconds at which the agent got it.</param>
/// <param name="Stopped">Whether it was told to stop early.</param>
public sealed record SweepTrialEntry(
    long SweepId, long Number, long RunId, long AgentId, JsonElement Values, long IssuedAt, bool Stopped);
