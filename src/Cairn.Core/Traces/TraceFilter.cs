namespace Cairn.Core.Traces;

/// <summary>Which traces of a project to list.</summary>
/// <param name="Project">Whose they are.</param>
public sealed record TraceFilter(long Project)
{
    /// <summary>Uid of the run that they belong to; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>The metadata that names the run which recorded a trace.</summary>
    public string? RunKey { get; init; }

    /// <summary>Null for all.</summary>
    public TraceState? State { get; init; }

    /// <summary>Text within the uid, a label, or what went in or out; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>The trace after which the page begins; null for the first page.</summary>
    public long? After { get; init; }

    /// <summary>Most traces of a page.</summary>
    public int Limit { get; init; } = 100;
}
