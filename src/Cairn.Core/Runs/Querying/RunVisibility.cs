namespace Cairn.Core.Runs.Querying;

/// <summary>Whether a query sees runs that are in the trash.</summary>
public enum RunVisibility
{
    Active,
    Deleted,
    All,
}
