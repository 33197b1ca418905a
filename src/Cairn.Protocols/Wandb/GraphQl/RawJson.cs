namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>A JSON value that is written already.</summary>
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);
