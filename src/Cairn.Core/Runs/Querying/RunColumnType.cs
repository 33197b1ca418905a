namespace Cairn.Core.Runs.Querying;

/// <summary>What sort of values a column has.</summary>
public enum RunColumnType
{
    Number,
    Text,
    Bool,

    /// <summary>Unix milliseconds.</summary>
    Time,
    List,
    Object,

    /// <summary>Different runs have values of different types.</summary>
    Mixed,
}
