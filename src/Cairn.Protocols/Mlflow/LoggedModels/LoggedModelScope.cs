using Cairn.Core.Access;
using Cairn.Core.LoggedModels;
using Cairn.Core.Projects;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.LoggedModels;

/// <summary>Finds logged models, and writes them out with their metrics.</summary>
internal sealed class LoggedModelScope(LoggedModelStore models, ProjectStore projects)
{
    /// <summary>The model of an id; an unknown or deleted one ends the call.</summary>
    public LoggedModel Require(Caller caller, string uid) => models.Find(caller, uid)
        ?? throw MlflowRefusal.Missing($"Logged model with ID '{MlflowNames.Shorten(uid)}' not found.");

    /// <summary>Where the files of a model are, seen by a client.</summary>
    public string ArtifactUri(Caller caller, LoggedModel model) =>
        $"{ExperimentScope.LocationOf(projects.Find(caller, model.ProjectId)!)}/models/{model.Uid}/artifacts";

    public LoggedModelWire Write(Caller caller, LoggedModel model) => Write(caller, [model])[0];

    public IReadOnlyList<LoggedModelWire> Write(Caller caller, IReadOnlyList<LoggedModel> some)
    {
        var metrics = models.Metrics(caller, [.. some.Select(model => model.Id)]).ToLookup(metric => metric.Model);
        return
        [
            .. some.Select(model => new LoggedModelWire(
                new LoggedModelInfoWire(
                    model.Uid,
                    ExperimentScope.Text(model.ProjectId),
                    model.Name,
                    model.CreatedAt,
                    model.UpdatedAt,
                    ArtifactUri(caller, model),
                    StatusOf(model.State),
                    model.ModelType,
                    model.SourceRun,
                    Pairs(model.Labels)),
                new LoggedModelDataWire(
                    Pairs(model.Params),
                    Latest(metrics[model.Id]).Select(metric => Write(metric, model.Uid)).OrNull()))),
        ];
    }

    /// <summary>The newest value of each metric on each dataset by each run.</summary>
    public static IEnumerable<LoggedModelMetric> Latest(IEnumerable<LoggedModelMetric> metrics) =>
        metrics.GroupBy(metric => (metric.Key, metric.Run, metric.Dataset, metric.Digest))
            .Select(same => same.OrderBy(metric => metric.Step).ThenBy(metric => metric.Time).Last());

    public static string StatusOf(LoggedModelState state) => state switch
    {
        LoggedModelState.Ready => "LOGGED_MODEL_READY",
        LoggedModelState.Failed => "LOGGED_MODEL_UPLOAD_FAILED",
        _ => "LOGGED_MODEL_PENDING",
    };

    private static MetricWire Write(LoggedModelMetric metric, string model) => new(
        metric.Key, MetricWire.Finite(metric.Value), metric.Time, metric.Step, metric.Run, model, metric.Dataset, metric.Digest);

    private static IReadOnlyList<PairWire>? Pairs(IReadOnlyDictionary<string, string> map) =>
        map.Select(one => new PairWire(one.Key, one.Value)).OrNull();
}
