using Cairn.Core.Access;
using Cairn.Core.Datasets;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Finds runs.</summary>
internal sealed class RunSearchEndpoints(
    RunIndex index, RunStore runs, ProjectStore projects, DatasetStore datasets, RunScope scope)
{
    private const int StandardResults = 1000;
    private const int ResultLimit = 50_000;
    private const string DatasetContextTag = "mlflow.data.context";

    public void Map(MlflowRoutes routes) => routes.Post("runs/search", Search);

    private Task<object> Search(MlflowRequest request)
    {
        var experiments = ExperimentScope.Numbers(request.Texts("experiment_ids"));
        var limit = SearchLimit.Read(request, StandardResults, ResultLimit);
        var offset = PageToken.Read(request.Text("page_token"));
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.Runs).OrRefuse();
        var orders = MlflowOrderParser.Parse(request.Texts("order_by"), MlflowGrammar.Runs).OrRefuse();
        var page = index.Query(new RunQuery
        {
            Projects = experiments,
            Visibility = ViewType.Read(request, "run_view_type"),
            Filter = MlflowRunSearch.Filter(clauses, clause => Resolve(request.Caller, experiments, clause)),
            Sort = MlflowRunSearch.Sort(orders),
            Limit = limit,
            Offset = offset,
        })!;
        var found = runs.Find(request.Caller, [.. page.Rows.Select(row => row.Id)]);
        var next = page.Rows.Count > 0 && offset + page.Rows.Count < page.Total
            ? PageToken.Write(offset + page.Rows.Count)
            : null;
        return Task.FromResult<object>(new RunsAnswer(scope.Write(request.Caller, found).OrNull(), next));
    }

    // What is no column of the runs table is answered by the runs that fulfil it.
    private RunFilter Resolve(Caller caller, IReadOnlyList<long> experiments, MlflowClause clause)
    {
        var met = clause.Entity == MlflowGrammar.Datasets
            ? datasets.OfProjects(caller, experiments)
                .Where(use => clause.IsMetBy(ValueOf(use, clause.Key)))
                .Select(use => use.Run)
            : ByArtifactUri(caller, experiments, clause);
        return new RunFilter.In(RunColumn.Attribute("id"), [.. met.Distinct().Select(id => RunValue.Of(id))]);
    }

    private IEnumerable<long> ByArtifactUri(Caller caller, IReadOnlyList<long> experiments, MlflowClause clause)
    {
        var locations = experiments.Select(id => projects.Find(caller, id)).OfType<Project>()
            .ToDictionary(project => project.Id, ExperimentScope.LocationOf);
        var all = index.Query(new RunQuery
        {
            Projects = experiments,
            Visibility = RunVisibility.All,
            Columns = [RunColumn.Attribute("projectId"), RunColumn.Attribute("uid")],
            Limit = int.MaxValue - 1,
        })!;
        return all.Rows
            .Where(row => clause.IsMetBy(RunValue.Of(
                RunScope.ArtifactUri(locations[row.Values[0].Integer], row.Values[1].Text))))
            .Select(row => row.Id);
    }

    private static RunValue ValueOf(DatasetUse use, string key) => key switch
    {
        "name" => RunValue.Of(use.Dataset.Name),
        "digest" => RunValue.Of(use.Dataset.Digest),
        _ => RunValue.Of(use.Labels.GetValueOrDefault(DatasetContextTag)),
    };
}
