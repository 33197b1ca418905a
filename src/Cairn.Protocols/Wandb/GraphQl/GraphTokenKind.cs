namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>Sorts of token.</summary>
internal enum GraphTokenKind
{
    End,
    Name,
    Sign,
    Number,
    Text,
}
