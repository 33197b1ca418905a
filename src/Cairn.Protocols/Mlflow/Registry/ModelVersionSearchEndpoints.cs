using Cairn.Core.Registry;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Finds versions of registered models.</summary>
internal sealed class ModelVersionSearchEndpoints(RegistryStore registry)
{
    private const int ResultLimit = 200_000;

    public void Map(MlflowRoutes routes) => routes.Get("model-versions/search", Search);

    private Task<object> Search(MlflowRequest request)
    {
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.ModelVersions).OrRefuse();
        var orders = MlflowOrderParser.Parse(request.Texts("order_by"), MlflowGrammar.ModelVersions).OrRefuse();
        var limit = SearchLimit.Read(request, ResultLimit, ResultLimit);
        var found = registry.Versions(request.Caller)
            .Where(version => PromptFilter.Shows(version.Labels, clauses))
            .Where(version => clauses.All(clause => clause.IsMetBy(ValueOf(version, clause))));
        var (page, next) = PageToken.Slice(Order(found, orders), request.Text("page_token"), limit);
        return Task.FromResult<object>(new ModelVersionsAnswer(page.Select(RegistryScope.WriteVersion).OrNull(), next));
    }

    private static RunValue ValueOf(ModelVersion version, MlflowClause clause)
    {
        if (clause.Entity == MlflowGrammar.Tags)
            return PromptFilter.ValueOf(version.Labels, clause.Key);
        return clause.Key switch
        {
            "name" => RunValue.Of(version.Name),
            "version_number" => RunValue.Of(version.Number),
            "run_id" => RunValue.Of(version.RunUid ?? ""),
            _ => RunValue.Of(version.Source),
        };
    }

    private static List<ModelVersion> Order(IEnumerable<ModelVersion> found, IReadOnlyList<MlflowOrder> orders)
    {
        var sorted = found.OrderBy(_ => 0);
        foreach (var order in orders)
        {
            sorted = (order.Key, order.Descending) switch
            {
                ("name", false) => sorted.ThenBy(version => version.Name, StringComparer.Ordinal),
                ("name", true) => sorted.ThenByDescending(version => version.Name, StringComparer.Ordinal),
                (_, false) => sorted.ThenBy(version => Number(version, order.Key)),
                _ => sorted.ThenByDescending(version => Number(version, order.Key)),
            };
        }

        if (orders.Count == 0)
            sorted = sorted.ThenByDescending(version => version.UpdatedAt);
        return
        [
            .. sorted.ThenBy(version => version.Name, StringComparer.Ordinal)
                .ThenByDescending(version => version.Number),
        ];
    }

    private static long Number(ModelVersion version, string key) => key switch
    {
        "version_number" => version.Number,
        "creation_timestamp" => version.CreatedAt,
        _ => version.UpdatedAt,
    };
}
