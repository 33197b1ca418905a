using Cairn.Core.Access;
using Cairn.Core.Datasets;
using Cairn.Core.LoggedModels;
using Cairn.Core.Registry;
using Cairn.Core.Runs;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>What a run has read and left beside its files, and the runs it belongs to.</summary>
internal static class RunAssetEndpoints
{
    private const int MostFamily = 500;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/family", Family)
            .WithName("getRunFamily").WithSummary("The runs from which a run was started and that were started from it.");
        api.MapGet("/runs/{run:long}/datasets", Datasets)
            .WithName("listRunDatasets").WithSummary("Datasets that a run has used.");
        api.MapGet("/runs/{run:long}/models", Models)
            .WithName("listRunModels").WithSummary("Models that a run has made or used, and what was registered of it.");
    }

    private static Results<Ok<RunFamilyWire>, ProblemHttpResult> Family(
        long run, Caller caller, Scope scope, RunFamilyQuery families) =>
        scope.TryRun(caller, run, out var found, out var refusal)
            ? TypedResults.Ok(RunFamilyWire.From(families.Of(caller, found, MostFamily)))
            : Problems.From(refusal);

    private static Results<Ok<RunDatasetsWire>, ProblemHttpResult> Datasets(
        long run, Caller caller, Scope scope, DatasetStore datasets) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new RunDatasetsWire([.. datasets.OfRuns(caller, [run]).Select(RunDatasetWire.From)]))
            : Problems.From(refusal);

    private static Results<Ok<RunModelsWire>, ProblemHttpResult> Models(
        long run, Caller caller, Scope scope, LoggedModelStore models, RegistryStore registry, ModelRuns runs)
    {
        if (!scope.TryRun(caller, run, out var found, out var refusal))
            return Problems.From(refusal);
        var itself = runs.Describe(caller, found);
        return TypedResults.Ok(new RunModelsWire(
            Logged(caller, found, models, runs),
            [.. registry.VersionsOfRun(caller, found.Uid).Select(version => ModelVersionWire.From(version, itself))]));
    }

    private static IReadOnlyList<LoggedModelWire> Logged(
        Caller caller, Run run, LoggedModelStore models, ModelRuns runs)
    {
        // A model names the run that made it; the run may also have noted it as its output, or as its input.
        var links = models.OfRuns(caller, [run.Id]).ToLookup(link => link.Model);
        var made = models.MadeBy(caller, run.ProjectId, run.Uid);
        var all = made
            .Concat(links.Select(link => link.Key)
                .Except(made.Select(model => model.Uid))
                .Select(uid => models.Find(caller, uid))
                .OfType<LoggedModel>())
            .ToList();
        var metrics = models.Metrics(caller, [.. all.Select(model => model.Id)]).ToLookup(metric => metric.Model);
        return
        [
            .. all.Select(model =>
            {
                var output = links[model.Uid].FirstOrDefault(link => link.IsOutput);
                return LoggedModelWire.From(
                    model,
                    output,
                    output is not null || model.SourceRun == run.Uid,
                    metrics[model.Id],
                    runs.Find(caller, model.SourceRun));
            }),
        ];
    }
}
