namespace Cairn.Core.Traces;

/// <summary>One request through a program, such as a question to a chain of models: when, how long, with what in and out.</summary>
public sealed record Trace
{
    /// <summary>The server's own number.</summary>
    public required long Id { get; init; }

    /// <summary>Unique in the server; chosen by the client or made here.</summary>
    public required string Uid { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>The id by which the traced program knows the request; null when it has none.</summary>
    public string? ClientRequest { get; init; }

    /// <summary>Unix milliseconds of the start.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Milliseconds from start to end; null while it is under way.</summary>
    public long? Duration { get; init; }

    public required TraceState State { get; init; }

    /// <summary>The beginning of what went in; null when unknown.</summary>
    public string? RequestPreview { get; init; }

    /// <summary>The beginning of what came out; null when unknown.</summary>
    public string? ResponsePreview { get; init; }

    /// <summary>What was fixed when it was recorded.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = LabelMap.Empty;

    /// <summary>What people say about it.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = LabelMap.Empty;
}
