using Cairn.Core.LoggedModels;
using Cairn.Core.Runs.Querying;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.LoggedModels;

/// <summary>Finds logged models.</summary>
internal sealed class LoggedModelSearchEndpoints(LoggedModelStore models, LoggedModelScope scope)
{
    private const int StandardResults = 50;
    private const int ResultLimit = 50_000;

    public void Map(MlflowRoutes routes) => routes.Post("logged-models/search", Search);

    private Task<object> Search(MlflowRequest request)
    {
        var ids = request.Texts("experiment_ids");
        if (ids.Count == 0)
            throw request.Absent("experiment_ids");
        var clauses = MlflowFilterParser.Parse(request.Text("filter"), MlflowGrammar.LoggedModels).OrRefuse();
        var orders = request.Objects("order_by").Select(ReadOrder).ToList();
        var datasets = request.Objects("datasets")
            .Select(one => (Name: one.Required("dataset_name"), Digest: one.Text("dataset_digest"))).ToList();
        var limit = SearchLimit.Read(request, StandardResults, ResultLimit);
        var all = models.List(request.Caller, ExperimentScope.Numbers(ids));
        var metrics = models.Metrics(request.Caller, [.. all.Select(model => model.Id)]).ToLookup(metric => metric.Model);
        var found = all.Where(model => clauses.All(clause => IsMet(model, metrics[model.Id], clause, datasets)));
        if (datasets.Count > 0 && !clauses.Any(clause => clause.Entity == MlflowGrammar.Metrics))
            found = found.Where(model => metrics[model.Id].Any(metric => IsOn(metric, datasets)));
        var sorted = found.OrderBy(_ => 0);
        foreach (var order in orders)
            sorted = sorted.ThenBy(model => order.Key(model, metrics[model.Id]), order.Comparer);
        var result = sorted.ThenByDescending(model => model.CreatedAt).ThenByDescending(model => model.Id).ToList();
        var (page, next) = PageToken.Slice(result, request.Text("page_token"), limit);
        return Task.FromResult<object>(new LoggedModelsAnswer(scope.Write(request.Caller, page).OrNull(), next));
    }

    private static bool IsMet(
        LoggedModel model, IEnumerable<LoggedModelMetric> metrics, MlflowClause clause,
        IReadOnlyList<(string Name, string? Digest)> datasets) => clause.Entity switch
        {
            MlflowGrammar.Metrics => metrics.Any(metric =>
                metric.Key == clause.Key
                && (datasets.Count == 0 || IsOn(metric, datasets))
                && clause.IsMetBy(RunValue.Of(metric.Value))),
            MlflowGrammar.Params => clause.IsMetBy(RunValue.Of(model.Params.GetValueOrDefault(clause.Key))),
            MlflowGrammar.Tags => clause.IsMetBy(RunValue.Of(model.Labels.GetValueOrDefault(clause.Key))),
            _ => clause.IsMetBy(Attribute(model, clause.Key)),
        };

    private static bool IsOn(LoggedModelMetric metric, IReadOnlyList<(string Name, string? Digest)> datasets) =>
        datasets.Any(one => metric.Dataset == one.Name && (string.IsNullOrEmpty(one.Digest) || metric.Digest == one.Digest));

    private static RunValue Attribute(LoggedModel model, string key) => key switch
    {
        "name" => RunValue.Of(model.Name),
        "model_id" => RunValue.Of(model.Uid),
        "model_type" => RunValue.Of(model.ModelType),
        "source_run_id" => RunValue.Of(model.SourceRun),
        "experiment_id" => RunValue.Of(ExperimentScope.Text(model.ProjectId)),
        "status" => RunValue.Of(LoggedModelScope.StatusOf(model.State)["LOGGED_MODEL_".Length..]),
        "creation_timestamp" or "creation_time" => RunValue.Of(model.CreatedAt),
        _ => RunValue.Of(model.UpdatedAt),
    };

    private static LoggedModelOrder ReadOrder(MlflowFields fields)
    {
        var name = fields.Required("field_name");
        var order = MlflowOrderParser.Parse([name], MlflowGrammar.LoggedModels).OrRefuse()[0];
        var descending = !(fields.Flag("ascending") ?? true);
        var dataset = fields.Text("dataset_name") is { Length: > 0 } text ? text : null;
        var digest = fields.Text("dataset_digest") is { Length: > 0 } one ? one : null;
        if (digest is not null && dataset is null)
            throw fields.Bad("dataset_digest", "it says nothing without 'dataset_name'.");
        return new LoggedModelOrder(
            order.Entity == MlflowGrammar.Metrics
                ? (_, metrics) => metrics
                    .Where(metric => metric.Key == order.Key
                        && (dataset is null || metric.Dataset == dataset) && (digest is null || metric.Digest == digest))
                    .OrderBy(metric => metric.Time).ThenBy(metric => metric.Step)
                    .Select(metric => RunValue.Of(metric.Value)).LastOrDefault()
                : (model, _) => Attribute(model, order.Key),
            Comparer<RunValue>.Create((a, b) => Compare(a, b, descending)));
    }

    // What has no value comes last in both directions, NaN before it.
    private static int Compare(RunValue a, RunValue b, bool descending)
    {
        var places = Place(a).CompareTo(Place(b));
        if (places != 0)
            return places;
        var order = a.IsNumber && b.IsNumber ? a.Number.CompareTo(b.Number) : string.CompareOrdinal(a.Text, b.Text);
        return descending ? -order : order;
    }

    private static int Place(RunValue value) => value.IsMissing ? 2 : value.IsNumber && double.IsNaN(value.Number) ? 1 : 0;

    private sealed record LoggedModelOrder(
        Func<LoggedModel, IEnumerable<LoggedModelMetric>, RunValue> Key, IComparer<RunValue> Comparer);
}
