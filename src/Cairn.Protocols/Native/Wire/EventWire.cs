namespace Cairn.Protocols.Native.Wire;

internal sealed record EventWire
{
    public long? Run { get; init; }
    public required string Project { get; init; }
    public string? Uid { get; init; }
    public string? State { get; init; }
    public string? Name { get; init; }
    public string? Change { get; init; }
    public long? Points { get; init; }
    public long? LastStep { get; init; }
    public IReadOnlyList<string>? Keys { get; init; }
    public long? Total { get; init; }
}
