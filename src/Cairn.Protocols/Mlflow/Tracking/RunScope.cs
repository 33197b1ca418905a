using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Datasets;
using Cairn.Core.LoggedModels;
using Cairn.Core.Metrics;
using Cairn.Core.Projects;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Search;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Runs as MLflow sees them: finds them, and writes them out with what belongs to them.</summary>
internal sealed class RunScope(
    RunStore runs, ProjectStore projects, MetricQuery metrics, DatasetStore datasets, LoggedModelStore models)
{
    /// <summary>The run of an id, also from the trash; an unknown one ends the call.</summary>
    public Run Require(Caller caller, string id) => runs.FindByUid(caller, id)
        ?? throw MlflowRefusal.Missing($"Run with id={MlflowNames.Shorten(id)} not found.");

    /// <summary>The run of an id outside the trash; any other ends the call.</summary>
    public Run RequireActive(Caller caller, string id)
    {
        var run = Require(caller, id);
        return run.DeletedAt is null
            ? run
            : throw MlflowRefusal.Invalid($"The run {run.Uid} must be in the 'active' state, and it is deleted.");
    }

    /// <summary>Where a run's artifacts are, seen by a client.</summary>
    public string ArtifactUri(Caller caller, Run run) =>
        ArtifactUri(ExperimentScope.LocationOf(projects.Find(caller, run.ProjectId)!), run.Uid);

    /// <summary>Where the artifacts of a run are in an experiment's location.</summary>
    public static string ArtifactUri(string location, string uid)
    {
        // A location may have a query, which stays at the end.
        var query = location.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? $"{location}/{uid}/artifacts" : $"{location[..query]}/{uid}/artifacts{location[query..]}";
    }

    public RunInfoWire WriteInfo(Caller caller, Run run) =>
        WriteInfo(run, ExperimentScope.LocationOf(projects.Find(caller, run.ProjectId)!));

    public RunWire Write(Caller caller, Run run) => Write(caller, [run])[0];

    public IReadOnlyList<RunWire> Write(Caller caller, IReadOnlyList<Run> some)
    {
        var ids = some.Select(run => run.Id).ToList();
        var locations = some.Select(run => run.ProjectId).Distinct()
            .ToDictionary(id => id, id => ExperimentScope.LocationOf(projects.Find(caller, id)!));
        var uses = datasets.OfRuns(caller, ids).ToLookup(use => use.Run);
        var links = models.OfRuns(caller, ids).ToLookup(link => link.Run);
        return
        [
            .. some.Select(run => new RunWire(
                WriteInfo(run, locations[run.ProjectId]),
                new RunDataWire(
                    metrics.Summaries(caller, run.Id)
                        .Select(one => MetricWire.Of(one.Key, one.Last, one.LastTime, one.LastStep)).OrNull(),
                    RunParams.Of(run.Config).OrNull(),
                    Tags(run).OrNull()),
                new RunInputsWire(
                    uses[run.Id].Select(Write).OrNull(),
                    links[run.Id].Where(link => !link.IsOutput).Select(link => new ModelInputWire(link.Model)).OrNull()),
                new RunOutputsWire(links[run.Id].Where(link => link.IsOutput)
                    .Select(link => new ModelOutputWire(link.Model, link.Step)).OrNull()))),
        ];
    }

    private static RunInfoWire WriteInfo(Run run, string location) => new(
        run.Uid,
        run.Uid,
        run.Name,
        ExperimentScope.Text(run.ProjectId),
        UserOf(run),
        MlflowRunSearch.Status(run.State),
        run.StartedAt,
        run.FinishedAt,
        ArtifactUri(location, run.Uid),
        run.DeletedAt is null ? "active" : "deleted");

    private static IEnumerable<PairWire> Tags(Run run) =>
        ExperimentScope.Pairs(run.Labels).Append(new PairWire(RunTags.Name, run.Name));

    private static DatasetInputWire Write(DatasetUse use) => new(
        use.Labels.Select(label => new PairWire(label.Key, label.Value)).OrNull(),
        new DatasetWire(
            use.Dataset.Name, use.Dataset.Digest, use.Dataset.SourceType, use.Dataset.Source, use.Dataset.Schema,
            use.Dataset.Profile));

    private static string UserOf(Run run) =>
        run.Environment.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.String ? user.GetString()! : "";
}
