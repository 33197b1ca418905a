namespace Cairn.Core.Runs.Querying.Blocks;

/// <summary>What a block knows of a run's value in a column. The numbers are those of the file.</summary>
internal enum CellKind : byte
{
    /// <summary>There is none.</summary>
    Missing = 0,

    /// <summary>A number; how the document writes it is not known.</summary>
    Number = 1,

    /// <summary>A text, a truth value, a list or an object.</summary>
    Word = 2,

    /// <summary>Only the document tells: the value is long, or the path is there several times.</summary>
    InDocument = 3,

    /// <summary>A number that the document writes as <see cref="RunValue.ToString"/> does.</summary>
    PlainNumber = 4,
}
