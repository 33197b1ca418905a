using System.Text.Json;

namespace Cairn.Analysis.Sweeps;

/// <summary>The next trial of a sweep, or that there is none.</summary>
/// <param name="Values">The configuration <c>{"lr":{"value":0.1},"net":{"value":{"layers":2}}}</c>, nested as the
/// space is; null when the search is exhausted.</param>
/// <param name="Reason">Why no further trial is proposed; null otherwise.</param>
public sealed record SweepProposal(JsonElement? Values, string? Reason = null)
{
    /// <summary>No further trial will be proposed for these trials.</summary>
    public bool Exhausted => Values is null;

    internal static SweepProposal End(string reason) => new(null, reason);
}
