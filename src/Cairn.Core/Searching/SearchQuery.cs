using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Runs.Querying;
using Cairn.Storage.Catalog;
using Dapper;

namespace Cairn.Core.Searching;

/// <summary>Finds anything by a few letters of its name: projects, runs, tags, metrics, settings, models, sweeps, artifacts.</summary>
public sealed class SearchQuery(SqliteDatabase catalog, RunIndex index, ProjectStore projects, ProjectKeys keys, TimeProvider time)
{
    private const int TagLists = 5000;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    /// <summary>
    /// Looks for all words of <paramref name="text"/>, in any letter case, at most <paramref name="limit"/> of each kind.
    /// Keys and values are looked for in <paramref name="project"/>, and without one in all projects as far as time allows.
    /// </summary>
    public SearchAnswer Find(Caller caller, string text, Project? project, int limit)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
            return new SearchAnswer([], false);
        var began = time.GetTimestamp();
        bool IsLate() => time.GetElapsedTime(began) > Patience;
        var paths = projects.ListActivity(caller).Select(one => one.Project).ToDictionary(one => one.Id);
        IReadOnlyList<Project> places = project is null ? [.. paths.Values] : [project];
        var hits = new List<SearchHit>();
        Add(hits, words, limit, paths.Values.Where(one => project is null || one.Id != project.Id)
            .Select(one => new SearchHit(SearchKind.Project, one.Path, one.Description, one.Path, null)));
        hits.AddRange(Runs(words, project, paths, limit));
        Add(hits, words, limit, Catalog(paths, project));
        var isPartial = false;
        foreach (var place in places)
        {
            if (isPartial = IsLate())
                break;
            Add(hits, words, limit, keys.List(caller, place.Id).Select(key => new SearchHit(
                SearchKind.Metric, key.Key, key.RecordType ?? $"{key.Runs} runs", place.Path, key.RecordType)));
            Add(hits, words, limit, index.Columns([place.Id], withMetrics: false).Where(column => column.Column.Family == RunColumnFamily.Config)
                .Select(column => new SearchHit(SearchKind.Config, column.Column.Path, $"{column.Runs} runs", place.Path, column.Column.ToString())));
            Add(hits, words, limit, Tags(place));
        }

        var left = Patience - time.GetElapsedTime(began);
        var values = index.FindValues([.. places.Select(one => one.Id)], text.Trim(), limit, left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        hits.AddRange(values.Found.Where(one => paths.ContainsKey(one.Project)).Select(one => new SearchHit(
            SearchKind.Value, one.Value, one.Column.Path, paths[one.Project].Path, one.Column.ToString())));
        return new SearchAnswer(
            [.. hits.GroupBy(hit => hit.Kind).OrderBy(kind => kind.Key).SelectMany(kind => kind.Take(limit))],
            isPartial || values.IsPartial);
    }

    private IEnumerable<SearchHit> Runs(string[] words, Project? project, Dictionary<long, Project> paths, int limit)
    {
        RunColumn[] columns = [.. new[] { "name", "uid", "state", "projectId" }.Select(RunColumn.Attribute)];
        RunColumn[] places = [columns[0], columns[1], RunColumn.Attribute("notes"), RunColumn.Attribute("group")];
        var page = index.Query(new RunQuery
        {
            Projects = project is null ? null : [project.Id],
            Filter = RunFilter.All(words.Select(word => RunFilter.Any(
                places.Select(place => new RunFilter.Like(place, $"%{word.Replace('%', '_')}%", IgnoreCase: true))))),
            Columns = columns,
            Limit = limit,
        })!;
        return page.Rows.Where(row => paths.ContainsKey(row.Values[3].Integer)).Select(row => new SearchHit(
            SearchKind.Run, row.Values[0].Text, row.Values[2].Text, paths[row.Values[3].Integer].Path, row.Values[1].Text));
    }

    private IEnumerable<SearchHit> Tags(Project place) =>
        index.Values([place.Id], RunColumn.Attribute("tags"), TagLists)
            .SelectMany(list => JsonSerializer.Deserialize<string[]>(list.Value.Text)!.Select(tag => (Tag: tag, list.Runs)))
            .GroupBy(one => one.Tag)
            .OrderByDescending(tag => tag.Sum(one => one.Runs))
            .Select(tag => new SearchHit(SearchKind.Tag, tag.Key, $"{tag.Sum(one => one.Runs)} runs", place.Path, null));

    private List<SearchHit> Catalog(Dictionary<long, Project> paths, Project? project) => catalog.Read(db =>
    {
        var hits = db.Query<(string Name, string? Description)>("SELECT name, description FROM registered_model ORDER BY updated_at DESC")
            .Select(one => new SearchHit(SearchKind.Model, one.Name, one.Description, null, null)).ToList();
        hits.AddRange(db.Query<(long Project, string Uid, string? Name, string State)>("SELECT project_id, uid, name, state FROM sweep ORDER BY id DESC")
            .Where(one => paths.ContainsKey(one.Project) && (project is null || project.Id == one.Project))
            .Select(one => new SearchHit(SearchKind.Sweep, one.Name ?? one.Uid, one.State, paths[one.Project].Path, one.Uid)));
        hits.AddRange(db.Query<(long Project, string Name, string Type)>(
                "SELECT c.project_id, c.name, t.name FROM artifact_collection c JOIN artifact_type t ON t.id = c.type_id ORDER BY c.updated_at DESC")
            .Where(one => paths.ContainsKey(one.Project) && (project is null || project.Id == one.Project))
            .Select(one => new SearchHit(SearchKind.Artifact, one.Name, one.Type, paths[one.Project].Path, one.Type)));
        return hits;
    });

    private static void Add(List<SearchHit> hits, string[] words, int limit, IEnumerable<SearchHit> candidates) =>
        hits.AddRange(candidates.Where(hit => words.All(word => hit.Text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(hit => hit.Kind)
            .SelectMany(kind => kind.OrderByDescending(hit => hit.Text.StartsWith(words[0], StringComparison.OrdinalIgnoreCase)).Take(limit)));
}
