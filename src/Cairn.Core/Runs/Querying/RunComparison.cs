namespace Cairn.Core.Runs.Querying;

/// <summary>How a filter compares a run's value with its own.</summary>
public enum RunComparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
