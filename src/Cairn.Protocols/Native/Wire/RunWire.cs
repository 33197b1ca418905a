using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Native.Wire;

internal sealed record RunWire(
    long Id, string Uid, string Project, long ProjectId, string Name,
    [property: AllowedValues("running", "finished", "failed", "crashed", "killed", "pending")] string State, string? Group, string? JobType,
    IReadOnlyList<string> Tags, string? Notes, string? Parent, string Source, JsonElement Config, JsonElement Summary,
    JsonElement Labels, JsonElement Environment, long CreatedAt, long StartedAt, long? FinishedAt, long HeartbeatAt,
    int? ExitCode, long? DeletedAt, long? StopRequestedAt)
{
    public static RunWire From(Run run, string project) => new(
        run.Id, run.Uid, project, run.ProjectId, run.Name, RunStates.Text(run.State), run.Group, run.JobType, run.Tags,
        run.Notes, run.Parent, run.Source, run.Config, run.Summary, run.Labels, run.Environment, run.CreatedAt,
        run.StartedAt, run.FinishedAt, run.HeartbeatAt, run.ExitCode, run.DeletedAt, run.StopRequestedAt);
}

internal sealed record RunStartWire
{
    [Required]
    public string? Project { get; init; }
    public string? Uid { get; init; }
    public string? Name { get; init; }
    public string? Group { get; init; }
    public string? JobType { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public JsonElement? Labels { get; init; }
    public string? Notes { get; init; }
    public JsonElement? Config { get; init; }
    public JsonElement? Environment { get; init; }
    public string? Parent { get; init; }

    [AllowedValues("allow", "must", "never")]
    public string? Resume { get; init; }
    public long? StartedAt { get; init; }
    public string? Source { get; init; }

    public RunStart ToStart(RunResume resume) => new()
    {
        Uid = Uid,
        Name = Name,
        Group = Group,
        JobType = JobType,
        Tags = Tags,
        Labels = NotNull(Labels),
        Notes = Notes,
        Config = NotNull(Config),
        Environment = NotNull(Environment),
        Parent = Parent,
        StartedAt = StartedAt,
        Source = string.IsNullOrEmpty(Source) ? "native" : Source,
        Resume = resume,
    };

    private static JsonElement? NotNull(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.Null } ? null : json;
}

internal sealed record RunStartedWire(RunWire Run, bool Created, string Url);

internal sealed record RunChangeWire
{
    public string? Name { get; init; }
    public string? Group { get; init; }
    public string? JobType { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public JsonElement? Labels { get; init; }
    public string? Notes { get; init; }
    public JsonElement? Config { get; init; }
    public JsonElement? Summary { get; init; }
    public JsonElement? Environment { get; init; }

    [AllowedValues("running", "finished", "failed", "crashed", "killed")]
    public string? State { get; init; }
    public int? ExitCode { get; init; }
    public long? FinishedAt { get; init; }
}

internal sealed record RunQueryWire
{
    public string? Filter { get; init; }
    public IReadOnlyList<RunSortWire>? Sort { get; init; }
    public IReadOnlyList<string>? Columns { get; init; }
    public int? Limit { get; init; }
    public int? Offset { get; init; }
    public string? Cursor { get; init; }
}

internal sealed record RunSortWire(string Column, bool Descending);

internal sealed record RunRowWire(
    long Id, string Uid, string Name,
    [property: AllowedValues("running", "finished", "failed", "crashed", "killed", "pending")] string State, string? Group, string? JobType, RunValue Tags,
    long CreatedAt, long StartedAt, long? FinishedAt, long HeartbeatAt, IReadOnlyDictionary<string, RunValue> Values);

internal sealed record RunPageWire(IReadOnlyList<RunRowWire> Runs, long Total, string? Cursor);
