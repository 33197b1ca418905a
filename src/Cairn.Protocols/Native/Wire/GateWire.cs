using System.ComponentModel.DataAnnotations;
using Cairn.Core.Gates;

namespace Cairn.Protocols.Native.Wire;

internal sealed record GateResultWire(
    long Id, string Name, long? Run, string? Group, string? Commit, long CreatedAt, bool Passed, IReadOnlyList<GateCheckWire> Checks,
    IReadOnlyList<string> Warnings)
{
    public static GateResultWire From(GateResult result) => new(
        result.Id, result.Name, result.Run, result.Group, result.Commit, result.CreatedAt, result.Passed,
        [.. result.Checks.Select(check => new GateCheckWire(check.Title, check.Line, check.Passed, check.Detail))], result.Warnings);
}

internal sealed record GateCheckWire(string Title, int Line, bool Passed, string Detail);

internal sealed record GateResultsWire(IReadOnlyList<GateResultWire> Results);

internal sealed record GateHoldWire
{
    [Required]
    public string? Rules { get; init; }
    public long? Run { get; init; }
    public string? Group { get; init; }
    public string? Commit { get; init; }
}
