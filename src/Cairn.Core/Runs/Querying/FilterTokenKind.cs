namespace Cairn.Core.Runs.Querying;

/// <summary>The sorts of words in the filter language.</summary>
internal enum FilterTokenKind
{
    End,
    Name,
    Number,
    Text,
    Symbol,
}
