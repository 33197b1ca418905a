namespace Cairn.Core.Runs.Querying;

/// <summary>Where a column of the runs table takes its values from.</summary>
public enum RunColumnFamily
{
    /// <summary>A property of the run itself, such as <c>name</c> or <c>createdAt</c>.</summary>
    Attribute,

    /// <summary>A named label (an MLflow tag).</summary>
    Label,

    /// <summary>A setting.</summary>
    Config,

    /// <summary>A result that the client declared.</summary>
    Summary,

    /// <summary>A fact about the machine and the program, such as <c>host</c>; long members are not kept.</summary>
    Environment,

    /// <summary>An aggregate of a series.</summary>
    Metric,
}
