using System.Text.Json;

namespace Cairn.Core.Projects;

/// <summary>A team's collection of runs: a W&amp;B project, an MLflow experiment.</summary>
public sealed record Project
{
    /// <summary>The server's number; MLflow's experiment id. 0 is <c>Default</c>.</summary>
    public required long Id { get; init; }

    public required string Team { get; init; }

    /// <summary>Unique in its team, also against projects in the trash.</summary>
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>Named values (MLflow's experiment tags): a JSON object of strings.</summary>
    public JsonElement Labels { get; init; } = JsonObjects.Empty;

    /// <summary>Where an MLflow client asked its artifacts to go; null for this server's own store.</summary>
    public string? ArtifactLocation { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>Unix milliseconds of the last change to the project itself.</summary>
    public required long UpdatedAt { get; init; }

    /// <summary>Unix milliseconds at which it went to the trash; null when it is not there.</summary>
    public long? DeletedAt { get; init; }

    /// <summary><c>team/name</c>.</summary>
    public string Path => $"{Team}/{Name}";
}
