using Cairn.Core.Access;
using Cairn.Core.Runs;

namespace Cairn.Core.Projects;

/// <summary>Puts projects into the trash together with their runs, and takes them out again.</summary>
public sealed class ProjectTrash(ProjectStore projects, RunStore runs, TimeProvider time)
{
    /// <summary>Puts a project and all its runs into the trash; one that is there already is refused.</summary>
    public async Task<Outcome<Project>> TrashAsync(
        Caller caller, long id, CancellationToken cancellationToken = default)
    {
        if (projects.Find(caller, id) is not { DeletedAt: null })
            return Refusal.NotFound($"There is no project with id {id} outside the trash.");
        await runs.TrashAllAsync(caller, id, deleted: true, cancellationToken).ConfigureAwait(false);
        return await projects.UpdateAsync(
            caller,
            id,
            project => project with { DeletedAt = time.GetUtcNow().ToUnixTimeMilliseconds() },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a project and all its runs out of the trash; one that is not there is refused.</summary>
    public async Task<Outcome<Project>> RestoreAsync(
        Caller caller, long id, CancellationToken cancellationToken = default)
    {
        if (projects.Find(caller, id) is not { DeletedAt: not null })
            return Refusal.NotFound($"There is no project with id {id} in the trash.");
        var outcome = await projects.UpdateAsync(
            caller, id, project => project with { DeletedAt = null }, cancellationToken).ConfigureAwait(false);
        await runs.TrashAllAsync(caller, id, deleted: false, cancellationToken).ConfigureAwait(false);
        return outcome;
    }
}
