using System.Text.Json;
using Cairn.Core.Projects;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Finds experiments.</summary>
internal sealed class ExperimentSearchEndpoints(ProjectStore projects)
{
    private const int ResultLimit = 50_000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("experiments/search", Search);
        routes.Get("experiments/search", Search);
    }

    private Task<object> Search(MlflowRequest request)
    {
        var limit = SearchLimit.Read(request, null, ResultLimit);
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.Experiments).OrRefuse();
        var orders = MlflowOrderParser.Parse(request.Texts("order_by"), MlflowGrammar.Experiments).OrRefuse();
        var visibility = ViewType.Read(request, "view_type");
        var found = projects.List(request.Caller)
            .Where(project => visibility == RunVisibility.All || project.DeletedAt is null == (visibility == RunVisibility.Active))
            .Where(project => clauses.All(clause => clause.IsMetBy(ValueOf(project, clause))))
            .ToList();
        var sorted = orders.Count == 0
            ? found.OrderByDescending(project => project.CreatedAt).ThenBy(project => project.Id)
            : Order(found, orders).ThenByDescending(project => project.Id);
        var (page, next) = PageToken.Slice(sorted.ToList(), request.Text("page_token"), limit);
        return Task.FromResult<object>(new ExperimentsAnswer(page.Select(ExperimentScope.Write).OrNull(), next));
    }

    private static RunValue ValueOf(Project project, MlflowClause clause)
    {
        if (clause.Entity == MlflowGrammar.Tags)
        {
            return project.Labels.TryGetProperty(clause.Key, out var tag) && tag.ValueKind == JsonValueKind.String
                ? RunValue.Of(tag.GetString())
                : default;
        }

        return clause.Key switch
        {
            "name" => RunValue.Of(ExperimentScope.NameOf(project)),
            "creation_time" => RunValue.Of(project.CreatedAt),
            _ => RunValue.Of(project.UpdatedAt),
        };
    }

    private static IOrderedEnumerable<Project> Order(IEnumerable<Project> found, IReadOnlyList<MlflowOrder> orders)
    {
        var sorted = found.OrderBy(_ => 0);
        foreach (var order in orders)
        {
            sorted = order.Key switch
            {
                "name" when order.Descending => sorted.ThenByDescending(ExperimentScope.NameOf, StringComparer.Ordinal),
                "name" => sorted.ThenBy(ExperimentScope.NameOf, StringComparer.Ordinal),
                _ when order.Descending => sorted.ThenByDescending(project => Number(project, order.Key)),
                _ => sorted.ThenBy(project => Number(project, order.Key)),
            };
        }

        return sorted;
    }

    private static long Number(Project project, string key) => key switch
    {
        "experiment_id" => project.Id,
        "creation_time" => project.CreatedAt,
        _ => project.UpdatedAt,
    };
}
