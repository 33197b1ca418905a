namespace Cairn.Core.Runs.Querying;

/// <summary>A word of the filter language.</summary>
/// <param name="Kind">Of which sort.</param>
/// <param name="Text">A name without backticks, a text without quotes, or what is written.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="IsQuoted">Whether a name was written in backticks, so that it is no keyword.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position, bool IsQuoted = false)
{
    public bool IsWord(string word) =>
        Kind == FilterTokenKind.Name && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == FilterTokenKind.Symbol && Text == symbol;

    /// <summary>For error texts.</summary>
    public string Shown => Kind switch
    {
        FilterTokenKind.End => "the end",
        FilterTokenKind.Text => $"the text '{Short}'",
        _ => $"'{Short}'",
    };

    private string Short => Text.Length <= 40 ? Text : Text[..40] + "…";
}
