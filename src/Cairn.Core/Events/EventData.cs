using Cairn.Core.Runs;

namespace Cairn.Core.Events;

/// <summary>What happened.</summary>
public abstract record EventData
{
    private EventData()
    {
    }

    /// <summary>A run began, changed or went to the trash.</summary>
    public sealed record RunEvent(Run Run, RunChangeKind Kind) : EventData;

    /// <summary>Points came in; counts are summed over a short while.</summary>
    public sealed record Points(long Run, long Count, long LastStep) : EventData;

    /// <summary>Rich values came in.</summary>
    public sealed record Records(long Run, IReadOnlyList<string> Keys) : EventData;

    /// <summary>Console lines came in; the run has <paramref name="Total"/> now.</summary>
    public sealed record Console(long Run, long Total) : EventData;

    /// <summary>A landmark of the project was set or removed.</summary>
    public sealed record Landmarks : EventData;

    /// <summary>A saved view of the project was made, changed or deleted.</summary>
    public sealed record Views : EventData;
}
