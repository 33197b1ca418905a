namespace Cairn.Core.Gates;

/// <summary>One time that a gate was held against a run or a group.</summary>
public sealed record GateResult
{
    public long Id { get; init; }

    /// <summary>The gate's name.</summary>
    public required string Name { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>The run; null for a group.</summary>
    public long? Run { get; init; }

    /// <summary>The group; null for a run.</summary>
    public string? Group { get; init; }

    /// <summary>The commit that it was held for; null when nobody said.</summary>
    public string? Commit { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<GateCheck> Checks { get; init; }

    /// <summary>Warnings of the verdicts that the checks rest on, each once.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public bool Passed => Checks.All(check => check.Passed);
}
