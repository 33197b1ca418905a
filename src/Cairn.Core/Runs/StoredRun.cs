using System.Text.Json;

namespace Cairn.Core.Runs;

/// <summary>A run as its table keeps it.</summary>
internal sealed record StoredRun
{
    public const string Columns =
        "id, project_id AS ProjectId, uid, name, state, grp AS \"Group\", job_type AS JobType, notes, parent, source, " +
        "tags, labels, config, summary, environment, created_at AS CreatedAt, started_at AS StartedAt, " +
        "finished_at AS FinishedAt, heartbeat_at AS HeartbeatAt, exit_code AS ExitCode, deleted_at AS DeletedAt, " +
        "stop_requested_at AS StopRequestedAt";

    public long Id { get; init; }
    public long ProjectId { get; init; }
    public string Uid { get; init; } = "";
    public string Name { get; init; } = "";
    public string State { get; init; } = "";
    public string? Group { get; init; }
    public string? JobType { get; init; }
    public string? Notes { get; init; }
    public string? Parent { get; init; }
    public string Source { get; init; } = "";
    public string Tags { get; init; } = "[]";
    public string Labels { get; init; } = "{}";
    public string Config { get; init; } = "{}";
    public string Summary { get; init; } = "{}";
    public string Environment { get; init; } = "{}";
    public long CreatedAt { get; init; }
    public long StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public long HeartbeatAt { get; init; }
    public long? ExitCode { get; init; }
    public long? DeletedAt { get; init; }
    public long? StopRequestedAt { get; init; }

    public static StoredRun From(Run run) => new()
    {
        Id = run.Id,
        ProjectId = run.ProjectId,
        Uid = run.Uid,
        Name = run.Name,
        State = RunStates.Text(run.State),
        Group = run.Group,
        JobType = run.JobType,
        Notes = run.Notes,
        Parent = run.Parent,
        Source = run.Source,
        Tags = JsonSerializer.Serialize(run.Tags),
        Labels = run.Labels.GetRawText(),
        Config = run.Config.GetRawText(),
        Summary = run.Summary.GetRawText(),
        Environment = run.Environment.GetRawText(),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        FinishedAt = run.FinishedAt,
        HeartbeatAt = run.HeartbeatAt,
        ExitCode = run.ExitCode,
        DeletedAt = run.DeletedAt,
        StopRequestedAt = run.StopRequestedAt,
    };

    public Run ToRun() => new()
    {
        Id = Id,
        ProjectId = ProjectId,
        Uid = Uid,
        Name = Name,
        State = RunStates.Parse(State) ?? RunState.Crashed,
        Group = Group,
        JobType = JobType,
        Notes = Notes,
        Parent = Parent,
        Source = Source,
        Tags = Tags == "[]" ? [] : JsonSerializer.Deserialize<string[]>(Tags)!,
        Labels = JsonElement.Parse(Labels),
        Config = JsonElement.Parse(Config),
        Summary = JsonElement.Parse(Summary),
        Environment = JsonElement.Parse(Environment),
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        HeartbeatAt = HeartbeatAt,
        ExitCode = (int?)ExitCode,
        DeletedAt = DeletedAt,
        StopRequestedAt = StopRequestedAt,
    };
}
