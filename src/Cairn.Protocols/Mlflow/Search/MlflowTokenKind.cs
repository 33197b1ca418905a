namespace Cairn.Protocols.Mlflow.Search;

/// <summary>The sorts of pieces in MLflow's filters.</summary>
internal enum MlflowTokenKind
{
    End,

    /// <summary>Letters, digits, underscores and dots.</summary>
    Word,

    /// <summary>In backticks: a key.</summary>
    Backticked,

    /// <summary>In double quotes: a key or a text.</summary>
    DoubleQuoted,

    /// <summary>In single quotes: a text.</summary>
    SingleQuoted,

    /// <summary>Operators, parentheses, commas, and whatever else has no place.</summary>
    Symbol,
}
