using System.Text.Json;

namespace Cairn.Core.Runs;

/// <summary>One training run: everything known of it but its series, records, console lines and files.</summary>
public sealed record Run
{
    /// <summary>The server's own number, unique over all projects.</summary>
    public required long Id { get; init; }

    public required long ProjectId { get; init; }

    /// <summary>The id that its client chose or was given; unique in the project.</summary>
    public required string Uid { get; init; }

    /// <summary>The name that people read; not unique.</summary>
    public required string Name { get; init; }

    public required RunState State { get; init; }

    /// <summary>Runs that belong together, such as the seeds of one setting; null when in none.</summary>
    public string? Group { get; init; }

    public string? JobType { get; init; }

    public string? Notes { get; init; }

    /// <summary>Uid of the run that this one was started from, in the same project; null at the top.</summary>
    public string? Parent { get; init; }

    /// <summary>Which protocol made it: <c>native</c>, <c>mlflow</c>, <c>wandb</c> or an import's name.</summary>
    public required string Source { get; init; }

    /// <summary>Plain words (W&amp;B's tags), in the order given, without repeats.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Named values (MLflow's tags): a JSON object of strings.</summary>
    public JsonElement Labels { get; init; } = JsonObjects.Empty;

    /// <summary>The settings: a JSON object of any depth.</summary>
    public JsonElement Config { get; init; } = JsonObjects.Empty;

    /// <summary>The results that the client declared: a JSON object of any depth.</summary>
    public JsonElement Summary { get; init; } = JsonObjects.Empty;

    /// <summary>Host, command line, commit, packages: a JSON object of any depth.</summary>
    public JsonElement Environment { get; init; } = JsonObjects.Empty;

    /// <summary>Unix milliseconds at which the server first heard of the run.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds, by the client's clock.</summary>
    public required long StartedAt { get; init; }

    /// <summary>Unix milliseconds, by the client's clock; null while running.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>Unix milliseconds of the last sign of life, by the server's clock.</summary>
    public required long HeartbeatAt { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Unix milliseconds at which a person asked it to stop; null when nobody did since it last started.</summary>
    public long? StopRequestedAt { get; init; }

    /// <summary>Unix milliseconds at which it went to the trash; null when it is not there.</summary>
    public long? DeletedAt { get; init; }
}
