using System.Diagnostics.CodeAnalysis;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;

namespace Cairn.Protocols.Native;

/// <summary>Finds what a path names, or says that it is not there.</summary>
internal sealed class Scope(ProjectStore projects, RunStore runs)
{
    /// <summary>A project outside the trash. A slash within a name arrives as <c>%2F</c>.</summary>
    public bool TryProject(
        Caller caller, string team, string name, [NotNullWhen(true)] out Project? project,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        project = projects.Find(caller, Decode(team), Decode(name));
        refusal = project switch
        {
            null => Refusal.NotFound($"There is no project {Decode(team)}/{Decode(name)}."),
            { DeletedAt: not null } => Refusal.Deleted($"Project {project.Path} is in the trash.", "Restore it first."),
            _ => null,
        };
        return refusal is null;
    }

    /// <summary>A run, also from the trash.</summary>
    public bool TryRun(
        Caller caller, long id, [NotNullWhen(true)] out Run? run, [NotNullWhen(false)] out Refusal? refusal)
    {
        run = runs.Find(caller, id);
        refusal = run is null ? Refusal.NotFound($"There is no run with id {id}.") : null;
        return refusal is null;
    }

    /// <summary><c>team/name</c> of the project with that id.</summary>
    public string PathOf(Caller caller, long project) => projects.Find(caller, project)!.Path;

    /// <summary>A segment of a path as it was meant.</summary>
    public static string Decode(string segment) =>
        segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
