namespace Cairn.Protocols.Native.Wire;

internal sealed record RunBulkWire
{
    public IReadOnlyList<long>? Runs { get; init; }
    public string? Filter { get; init; }
    public IReadOnlyList<string>? AddTags { get; init; }
    public IReadOnlyList<string>? RemoveTags { get; init; }
    public string? Group { get; init; }
    public string? MoveTo { get; init; }
    public bool? Trash { get; init; }
}

internal sealed record RunRefusedWire(long Run, string Detail);

internal sealed record RunBulkResultWire(int Changed, IReadOnlyList<RunRefusedWire> Refused);
