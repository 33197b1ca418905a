using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;

namespace Cairn.Protocols.Native;

/// <summary>Finds the runs that models name by their uid.</summary>
internal sealed class ModelRuns(ProjectStore projects, RunStore runs)
{
    /// <summary>The run, ready to be linked to; null when it is unknown, in the trash, or its project is.</summary>
    public ModelRunWire? Find(Caller caller, string? uid) =>
        string.IsNullOrEmpty(uid) || runs.FindByUid(caller, uid) is not { } run ? null : Describe(caller, run);

    /// <summary>This run, ready to be linked to; null when it or its project is in the trash.</summary>
    public ModelRunWire? Describe(Caller caller, Run run) =>
        run.DeletedAt is null && projects.Find(caller, run.ProjectId) is { DeletedAt: null } project
            ? new ModelRunWire(run.Id, run.Uid, run.Name, project.Path, RunStates.Text(run.State))
            : null;
}
