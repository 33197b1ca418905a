namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>A word, a sign or a value of a document.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the sign, the digits, or the text without its quotes and escapes.</param>
/// <param name="At">Where it begins, in characters.</param>
internal readonly record struct GraphToken(GraphTokenKind Kind, string Text, int At);
