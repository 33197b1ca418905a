using System.ComponentModel.DataAnnotations;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;

namespace Cairn.Protocols.Native.Wire;

internal sealed record ProjectWire(
    long Id, string Team, string Name, string Path, string? Description, long CreatedAt, long UpdatedAt, int RunCount,
    int RunningCount)
{
    public static ProjectWire From(ProjectActivity activity) => new(
        activity.Project.Id,
        activity.Project.Team,
        activity.Project.Name,
        activity.Project.Path,
        activity.Project.Description,
        activity.Project.CreatedAt,
        activity.LastActivity,
        activity.RunCount,
        activity.RunningCount);
}

internal sealed record ProjectsWire(IReadOnlyList<ProjectWire> Projects);

internal sealed record ProjectCreateWire(string? Team, [property: Required] string? Name, string? Description);

internal sealed record ProjectChangeWire(string? Description);

internal sealed record KeyWire(
    string Key, [property: AllowedValues("metric", "system", "record")] string Kind, string? Type, int Runs)
{
    public static KeyWire From(ProjectKey key) => new(
        key.Key,
        key.RecordType is not null ? "record" : key.Key.StartsWith("system/") ? "system" : "metric",
        key.RecordType,
        key.Runs);
}

internal sealed record KeysWire(IReadOnlyList<KeyWire> Keys);

internal sealed record ColumnWire(string Name, string Type, int Runs);

internal sealed record ColumnsWire(IReadOnlyList<ColumnWire> Columns);
