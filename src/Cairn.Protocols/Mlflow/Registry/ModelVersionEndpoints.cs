using System.Text.Json;
using Cairn.Core;
using Cairn.Core.LoggedModels;
using Cairn.Core.Registry;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Registry;

/// <summary>Versions of registered models: make, read, change, move between stages, tag.</summary>
internal sealed class ModelVersionEndpoints(
    RegistryStore registry, LoggedModelStore loggedModels, RegistryScope scope, VersionSource sources, ArtifactTree tree)
{
    /// <summary>The tag of a logged model that lists its versions in the registry.</summary>
    private const string VersionsTag = "mlflow.modelVersions";

    public void Map(MlflowRoutes routes)
    {
        routes.Post("model-versions/create", CreateAsync);
        routes.Get("model-versions/get", Get);
        routes.Patch("model-versions/update", UpdateAsync);
        routes.Delete("model-versions/delete", DeleteAsync);
        routes.Post("model-versions/transition-stage", MoveAsync);
        routes.Get("model-versions/get-download-uri", GetDownloadUri);
        routes.Post("model-versions/set-tag", SetTagAsync);
        routes.Delete("model-versions/delete-tag", DeleteTagAsync);
        routes.MapExact("GET", "/model-versions/get-artifact", ReadArtifact, readsBody: true);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var source = request.Required("source");
        var run = request.Text("run_id");
        var tags = RegistryNames.ReadTags(request);
        scope.Require(request.Caller, name);

        // A prompt is text in a tag: its source leads nowhere.
        var isPrompt = tags.ContainsKey(RegistryNames.PromptTag);
        var storage = isPrompt ? source : sources.Resolve(request.Caller, source, run);
        var model = NullIfEmpty(request.Text("model_id"));

        // A version of a logged model came from the run that made that model.
        run = NullIfEmpty(run) ?? (model is null ? null : loggedModels.Find(request.Caller, model)?.SourceRun);
        var version = await registry.AddVersionAsync(
            request.Caller,
            new ModelVersion
            {
                ModelId = 0,
                Name = name,
                Number = 0,
                Source = source,
                Storage = storage,
                RunUid = run,
                RunLink = NullIfEmpty(request.Text("run_link")),
                Description = NullIfEmpty(request.Text("description")),
                LoggedModel = model,
                Labels = tags,
                CreatedAt = 0,
                UpdatedAt = 0,
            },
            request.Aborted).OrRefuseAsync();
        if (model is not null && loggedModels.Find(request.Caller, model) is not null)
        {
            await loggedModels.UpdateAsync(
                request.Caller,
                model,
                known => known with { Labels = known.Labels.With(VersionsTag, Append(known.Labels.GetValueOrDefault(VersionsTag), version)) },
                request.Aborted);
        }

        return Answer(request, version);
    }

    private Task<object> Get(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        return Task.FromResult(Answer(request, scope.RequireVersion(request.Caller, name, number)));
    }

    private async Task<object> UpdateAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        var description = request.Text("description");
        return await ChangeAsync(request, name, number, version => version with { Description = description });
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        await registry.DeleteVersionAsync(request.Caller, name, number, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> MoveAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        var stage = Stages.Read(request.Required("stage"));
        var archive = request.Flag("archive_existing_versions") ?? false;
        if (archive && stage is not (ModelStage.Staging or ModelStage.Production))
        {
            throw MlflowRefusal.Invalid(
                $"Existing versions cannot be archived by a move to '{stage}', which is not an active stage: those are " +
                "Staging and Production.");
        }

        var version = await registry.MoveAsync(
            request.Caller, name, number, stage, archive, request.Aborted).OrRefuseAsync();
        return Answer(request, version);
    }

    private Task<object> GetDownloadUri(MlflowRequest request)
    {
        var name = request.Required("name");
        var version = scope.RequireVersion(request.Caller, name, RegistryScope.ReadVersion(request));
        return Task.FromResult<object>(new ArtifactUriAnswer(version.Storage));
    }

    private async Task<object> SetTagAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        var (key, value) = RegistryNames.ReadTag(request);
        await ChangeAsync(request, name, number, version => version with { Labels = version.Labels.With(key, value) });
        return EmptyWire.Value;
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        var key = request.Required("key");
        await ChangeAsync(request, name, number, version => version with { Labels = version.Labels.Without(key) });
        return EmptyWire.Value;
    }

    private Task<object> ReadArtifact(MlflowRequest request)
    {
        var name = request.Required("name");
        var number = RegistryScope.ReadVersion(request);
        var path = ArtifactPath.Check(request.Required("path"));
        var version = scope.RequireVersion(request.Caller, name, number);
        var root = ArtifactTree.PathOf(version.Storage)
            ?? throw MlflowRefusal.Invalid($"The artifacts of this version are not on this server: {MlflowNames.Shorten(version.Storage)}.");
        var whole = $"{root}/{path}";
        return Task.FromResult(ArtifactDownload.Of(tree, tree.Find(request.Caller, whole), path, request.Http.Response));
    }

    private async Task<object> ChangeAsync(
        MlflowRequest request, string name, long number, Func<ModelVersion, ModelVersion> change) =>
        Answer(request, await registry.UpdateVersionAsync(
            request.Caller, name, number, change, request.Aborted).OrRefuseAsync());

    private object Answer(MlflowRequest request, ModelVersion version) =>
        new ModelVersionAnswer(scope.WriteWhole(request.Caller, version));

    // Written as Python writes JSON, which clients compare as text.
    private static string Append(string? list, ModelVersion version)
    {
        var entry = $"{{\"name\": \"{JsonEncodedText.Encode(version.Name)}\", \"version\": {version.Number}}}";
        return list is ['[', .. { Length: > 1 } known, ']'] ? $"[{known}, {entry}]" : $"[{entry}]";
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
