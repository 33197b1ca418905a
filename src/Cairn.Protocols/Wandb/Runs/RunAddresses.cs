using System.Collections.Concurrent;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Core.Runs;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Finds runs by entity, project and id; a run that streams is looked up in the database once.</summary>
internal sealed class RunAddresses(ProjectStore projects, RunStore runs)
{
    private const int CacheLimit = 20_000;
    private readonly ConcurrentDictionary<(string Entity, string Project, string Uid), long> _known = new();

    /// <summary>The run, also from the trash; null when there is none.</summary>
    public Run? Find(Caller caller, string entity, string project, string uid)
    {
        var address = (entity, project, uid);
        if (_known.TryGetValue(address, out var id) && runs.Find(caller, id) is { } known)
            return known;
        var run = projects.Find(caller, entity, project) is { } found ? runs.Find(caller, found.Id, uid) : null;
        if (run is not null && _known.Count < CacheLimit)
            _known[address] = run.Id;
        return run;
    }

    /// <summary>Looks the run up anew the next time.</summary>
    public void Forget(string entity, string project, string uid) => _known.TryRemove((entity, project, uid), out _);
}
