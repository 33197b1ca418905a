using System.Collections.Concurrent;
using Cairn.Core.Access;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Dapper;

namespace Cairn.Core.Metrics;

/// <summary>
/// Which series and record keys a project's runs have. A project's keys are gathered when they are first asked for and
/// kept up to date by what is logged from then on.
/// </summary>
public sealed class ProjectKeys(SqliteDatabase catalog, SqliteDatabase logs, SeriesStore series)
{
    private const int WorthScanning = 2000;

    private readonly ConcurrentDictionary<long, Gathered> _projects = new();

    /// <summary>The keys of a project by name, series before records.</summary>
    public IReadOnlyList<ProjectKey> List(Caller caller, long project)
    {
        var gathered = _projects.GetOrAdd(project, _ => new Gathered());
        lock (gathered)
        {
            Refresh(project, gathered);
            return gathered.List();
        }
    }

    /// <summary>Notes that a run has logged something; its keys are looked up again when they are next asked for.</summary>
    public void Note(long project, long run)
    {
        if (_projects.TryGetValue(project, out var known))
            known.Changed[run] = true;
    }

    /// <summary>Forgets what was gathered of a project, because runs left it or came back.</summary>
    public void Forget(long project) => _projects.TryRemove(project, out _);

    private void Refresh(long project, Gathered gathered)
    {
        if (!gathered.Complete)
        {
            var runs = catalog.Read(db => db.Query<long>(
                "SELECT id FROM run WHERE project_id = @project AND deleted_at IS NULL", new { project }).ToList());
            if (runs.Count > WorthScanning)
                Scan([.. runs], gathered);
            else
                runs.ForEach(run => gathered.Changed[run] = true);
            gathered.Complete = true;
        }

        foreach (var run in gathered.Changed.Keys)
        {
            // Taken off the list first: what is logged from here on puts the run back.
            gathered.Changed.TryRemove(run, out _);
            var records = logs.Read(db => db.Query<(string, string)>(
                "SELECT key, max(type) FROM record WHERE run_id = @run GROUP BY key", new { run }).ToList());
            gathered.Add(run, series.Keys(run), records);
        }
    }

    // One pass over all series and records, for a look-up for each of very many runs takes minutes.
    private void Scan(HashSet<long> runs, Gathered gathered)
    {
        series.ScanKeys((run, key) =>
        {
            if (runs.Contains(run))
                gathered.Add(run, [key], []);
        });
        foreach (var (run, key, type) in logs.Read(db => db.Query<(long, string, string)>(
            "SELECT run_id, key, max(type) FROM record GROUP BY run_id, key").ToList()))
        {
            if (runs.Contains(run))
                gathered.Add(run, [], [(key, type)]);
        }
    }

    private sealed class Gathered
    {
        private readonly Dictionary<string, HashSet<long>> _series = [];
        private readonly Dictionary<(string Key, string Type), HashSet<long>> _records = [];

        public ConcurrentDictionary<long, bool> Changed { get; } = new();

        public bool Complete { get; set; }

        public void Add(long run, IEnumerable<string> seriesKeys, IEnumerable<(string Key, string Type)> records)
        {
            foreach (var key in seriesKeys)
                Runs(_series, key).Add(run);
            foreach (var key in records)
                Runs(_records, key).Add(run);
        }

        public IReadOnlyList<ProjectKey> List() =>
        [
            .. _series.OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => new ProjectKey(one.Key, null, one.Value.Count)),
            .. _records.OrderBy(one => one.Key.Key, StringComparer.Ordinal)
                .Select(one => new ProjectKey(one.Key.Key, one.Key.Type, one.Value.Count)),
        ];

        private static HashSet<long> Runs<TKey>(Dictionary<TKey, HashSet<long>> keys, TKey key)
            where TKey : notnull
        {
            if (!keys.TryGetValue(key, out var runs))
                keys[key] = runs = [];
            return runs;
        }
    }
}
