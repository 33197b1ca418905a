namespace Cairn.Core.Runs;

/// <summary>What happened to a run.</summary>
public enum RunChangeKind
{
    Created,
    Updated,
    Deleted,
}
