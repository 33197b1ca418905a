using Cairn.Core.Access;
using Cairn.Core.Registry;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Native;

/// <summary>Registered models: find, read, describe; aliases and stages of their versions.</summary>
internal static class RegistryEndpoints
{
    private const string Model = "/models/{name}";
    private const string Version = "/models/{name}/versions/{version:long}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/models", List)
            .WithName("listModels").WithSummary("Registered models, newest change first.");
        api.MapGet(Model, Get)
            .WithName("getModel").WithSummary("A registered model with its versions, newest first.");
        api.MapPatch(Model, ChangeAsync)
            .WithName("changeModel").WithSummary("Changes a registered model's description.");
        api.MapPatch(Version, ChangeVersionAsync)
            .WithName("changeModelVersion").WithSummary("Changes a version's description.");
        api.MapPost($"{Version}/stage", MoveAsync)
            .WithName("moveModelVersion").WithSummary("Puts a version into a stage.");
        api.MapPut($"{Model}/aliases/{{alias}}", SetAliasAsync)
            .WithName("setModelAlias").WithSummary("Lets an alias point at a version.");
        api.MapDelete($"{Model}/aliases/{{alias}}", DeleteAliasAsync)
            .WithName("deleteModelAlias").WithSummary("Removes an alias.");
    }

    private static Ok<RegisteredModelsWire> List(string? search, Caller caller, RegistryStore registry, ModelRuns runs)
    {
        var all = registry.List(caller);
        var versions = registry.Versions(caller).ToLookup(version => version.ModelId);
        return TypedResults.Ok(new RegisteredModelsWire(
            [
                .. all.Where(model => Fits(model, search))
                    .OrderByDescending(model => model.UpdatedAt)
                    .Select(model => RegisteredModelWire.From(model, [.. versions[model.Id]], uid => runs.Find(caller, uid))),
            ],
            all.Count));
    }

    private static Results<Ok<RegisteredModelDetailWire>, ProblemHttpResult> Get(
        string name, Caller caller, RegistryStore registry, ModelRuns runs) =>
        registry.Find(caller, Scope.Decode(name)) is { } model
            ? TypedResults.Ok(Describe(model, caller, registry, runs))
            : Problems.NotFound($"There is no registered model named '{Scope.Decode(name)}'.");

    private static async Task<Results<Ok<RegisteredModelDetailWire>, ProblemHttpResult>> ChangeAsync(
        string name, RegisteredModelChangeWire body, Caller caller, RegistryStore registry, ModelRuns runs,
        CancellationToken cancellationToken)
    {
        var outcome = await registry.UpdateAsync(
            caller,
            Scope.Decode(name),
            known => known with { Description = body.Description ?? known.Description },
            cancellationToken);
        return outcome.Try(out var model, out var refusal)
            ? TypedResults.Ok(Describe(model, caller, registry, runs))
            : Problems.From(refusal);
    }

    private static async Task<Results<Ok<ModelVersionWire>, ProblemHttpResult>> ChangeVersionAsync(
        string name, long version, RegisteredModelChangeWire body, Caller caller, RegistryStore registry, ModelRuns runs,
        CancellationToken cancellationToken)
    {
        var outcome = await registry.UpdateVersionAsync(
            caller,
            Scope.Decode(name),
            version,
            known => known with { Description = body.Description ?? known.Description },
            cancellationToken);
        return outcome.Try(out var changed, out var refusal)
            ? TypedResults.Ok(ModelVersionWire.From(changed, runs.Find(caller, changed.RunUid)))
            : Problems.From(refusal);
    }

    private static async Task<Results<Ok<ModelVersionWire>, ProblemHttpResult>> MoveAsync(
        string name, long version, ModelStageChangeWire body, Caller caller, RegistryStore registry, ModelRuns runs,
        CancellationToken cancellationToken)
    {
        if (StageOf(body.Stage) is not { } stage)
            return Problems.Invalid("stage", $"'{body.Stage}' is no stage.", "none, staging, production or archived");
        if (body.ArchiveOthers == true && RegistryRules.CheckArchiving(stage) is { } wrong)
            return Problems.From(wrong);
        var outcome = await registry.MoveAsync(
            caller, Scope.Decode(name), version, stage, body.ArchiveOthers == true, cancellationToken);
        return outcome.Try(out var moved, out var refusal)
            ? TypedResults.Ok(ModelVersionWire.From(moved, runs.Find(caller, moved.RunUid)))
            : Problems.From(refusal);
    }

    private static async Task<Results<Ok<RegisteredModelDetailWire>, ProblemHttpResult>> SetAliasAsync(
        string name, string alias, ModelAliasChangeWire body, Caller caller, RegistryStore registry, ModelRuns runs,
        CancellationToken cancellationToken)
    {
        if (RegistryRules.CheckAlias(alias) is { } wrong)
            return Problems.From(wrong);
        if (body.Version is not { } version)
            return Problems.Invalid("version", "An alias needs the number of the version it shall point at.");
        var outcome = await registry.SetAliasAsync(caller, Scope.Decode(name), alias, version, cancellationToken);
        return outcome.Try(out var model, out var refusal)
            ? TypedResults.Ok(Describe(model, caller, registry, runs))
            : Problems.From(refusal);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAliasAsync(
        string name, string alias, Caller caller, RegistryStore registry, CancellationToken cancellationToken)
    {
        var outcome = await registry.DeleteAliasAsync(caller, Scope.Decode(name), alias, cancellationToken);
        return outcome.Refusal is null ? TypedResults.NoContent() : Problems.From(outcome.Refusal);
    }

    private static RegisteredModelDetailWire Describe(
        RegisteredModel model, Caller caller, RegistryStore registry, ModelRuns runs)
    {
        var versions = registry.Versions(caller, model.Name);
        var known = versions.Select(version => version.RunUid).OfType<string>().Distinct()
            .ToDictionary(uid => uid, uid => runs.Find(caller, uid));
        return new RegisteredModelDetailWire(
            RegisteredModelWire.From(model, versions, RunOf),
            [.. versions.Select(version => ModelVersionWire.From(version, RunOf(version.RunUid)))]);

        ModelRunWire? RunOf(string? uid) => uid is null ? null : known[uid];
    }

    private static bool Fits(RegisteredModel model, string? search) =>
        string.IsNullOrWhiteSpace(search)
        || model.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
        || model.Description?.Contains(search, StringComparison.OrdinalIgnoreCase) == true
        || model.Aliases.Keys.Any(alias => alias.Contains(search, StringComparison.OrdinalIgnoreCase));

    private static ModelStage? StageOf(string? word) => word switch
    {
        "none" => ModelStage.None,
        "staging" => ModelStage.Staging,
        "production" => ModelStage.Production,
        "archived" => ModelStage.Archived,
        _ => null,
    };
}
