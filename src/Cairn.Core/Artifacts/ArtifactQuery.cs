using Cairn.Core.Access;

namespace Cairn.Core.Artifacts;

/// <summary>Reads what versions have to do with one another and with runs.</summary>
public sealed class ArtifactQuery(ArtifactStore artifacts, ArtifactFileStore files)
{
    /// <summary>
    /// What led to a version and what came of it, step by step both ways until <paramref name="limit"/> versions and runs
    /// are known.
    /// </summary>
    public ArtifactLineage Lineage(Caller caller, long artifact, int limit)
    {
        var (versions, runs) = (new List<long> { artifact }, new List<long>());
        var (made, used) = (new HashSet<(long, long)>(), new HashSet<(long, long)>());
        var isCut = Back(artifact) | Forth(artifact);
        return new ArtifactLineage(versions, runs, [.. made], [.. used], isCut);

        // To the run that made a version, and on to what that run used.
        bool Back(long from)
        {
            var cut = false;
            var waiting = new Queue<long>([from]);
            while (waiting.TryDequeue(out var at))
            {
                if (artifacts.Find(caller, at)?.RunId is not { } run)
                    continue;
                if (!Note(runs, run, out var isNew))
                    return true;
                made.Add((run, at));
                if (!isNew)
                    continue;
                foreach (var source in artifacts.UsedBy(caller, run))
                {
                    if (!Note(versions, source.Id, out var isNewVersion))
                    {
                        cut = true;
                        continue;
                    }

                    used.Add((source.Id, run));
                    if (isNewVersion)
                        waiting.Enqueue(source.Id);
                }
            }

            return cut;
        }

        // To the runs that used a version, and on to what they made.
        bool Forth(long from)
        {
            var cut = false;
            var waiting = new Queue<long>([from]);
            while (waiting.TryDequeue(out var at))
            {
                foreach (var run in artifacts.UsersOf(caller, at))
                {
                    if (!Note(runs, run, out var isNew))
                    {
                        cut = true;
                        continue;
                    }

                    used.Add((at, run));
                    if (!isNew)
                        continue;
                    foreach (var result in artifacts.LoggedBy(caller, run))
                    {
                        if (!Note(versions, result.Id, out var isNewVersion))
                        {
                            cut = true;
                            continue;
                        }

                        made.Add((run, result.Id));
                        if (isNewVersion)
                            waiting.Enqueue(result.Id);
                    }
                }
            }

            return cut;
        }

        bool Note(List<long> list, long id, out bool isNew)
        {
            isNew = !list.Contains(id);
            if (isNew && versions.Count + runs.Count >= limit)
                return false;
            if (isNew)
                list.Add(id);
            return true;
        }
    }

    /// <summary>Which files two versions differ in.</summary>
    public ArtifactDiff Compare(Caller caller, long from, long to)
    {
        var before = files.Entries(caller, from).ToDictionary(entry => entry.Path);
        var after = files.Entries(caller, to);
        var added = after.Where(entry => !before.ContainsKey(entry.Path)).ToList();
        var kept = after.Where(entry => before.ContainsKey(entry.Path)).ToList();
        var changed = kept.Where(entry => before[entry.Path].Digest != entry.Digest)
            .Select(entry => (before[entry.Path], entry)).ToList();
        var paths = after.Select(entry => entry.Path).ToHashSet();
        return new ArtifactDiff(
            added, [.. before.Values.Where(entry => !paths.Contains(entry.Path))], changed, kept.Count - changed.Count);
    }
}
