namespace Cairn.Protocols.Mlflow.Search;

/// <summary>A piece of a filter.</summary>
/// <param name="Kind">Of which sort.</param>
/// <param name="Text">Without quotes where there were some.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="End">Where it ends; pieces of one key touch each other.</param>
internal readonly record struct MlflowToken(MlflowTokenKind Kind, string Text, int Position, int End)
{
    public bool IsWord(string word) => Kind == MlflowTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(char symbol) => Kind == MlflowTokenKind.Symbol && Text.Length == 1 && Text[0] == symbol;

    public string Shown => Kind == MlflowTokenKind.End ? "the end" : $"'{(Text.Length <= 40 ? Text : Text[..40] + "…")}'";
}
