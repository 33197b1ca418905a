using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Core;
using Cairn.Core.LoggedModels;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.LoggedModels;

/// <summary>Logged models: make, complete, read, tag, delete, and their files.</summary>
internal sealed partial class LoggedModelEndpoints(
    LoggedModelStore models, LoggedModelScope scope, ExperimentScope experiments, ArtifactTree tree)
{
    private const int NameLimit = 500;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/:.%\"'");

    public void Map(MlflowRoutes routes)
    {
        routes.Post("logged-models", CreateAsync);
        routes.Get("logged-models/{model}", Get);
        routes.Patch("logged-models/{model}", FinishAsync);
        routes.Delete("logged-models/{model}", DeleteAsync);
        routes.Patch("logged-models/{model}/tags", SetTagsAsync);
        routes.Delete("logged-models/{model}/tags/{key}", DeleteTagAsync);
        routes.Post("logged-models/{model}/params", LogParamsAsync);
        routes.Get("logged-models/{model}/artifacts/directories", ListFiles);
        routes.Get("logged-models/{model}/artifacts/files", ReadFile);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var experiment = request.Required("experiment_id");
        var name = request.Text("name");
        if (name is not null && (name.Length == 0 || name.AsSpan().ContainsAny(Forbidden)))
        {
            throw MlflowRefusal.Invalid(
                $"Invalid model name ({MlflowNames.Shorten(name)}) in parameter 'name': it must not be empty or have any of / : . % \" '.");
        }

        name = MlflowNames.CheckLength(name ?? RunRules.NewName(), NameLimit, "name");
        var parameters = ReadParams(request);
        var tags = ReadTags(request);

        // An import brings a model with the id that versions and runs know it by; MLflow's own clients send none.
        var id = request.Text("model_id");
        if (id is not null && !ModelId().IsMatch(id))
            throw request.Bad("model_id", "it has to be 'm-' and 32 hexadecimal digits.");
        var project = experiments.RequireActive(request.Caller, experiment);
        var model = await models.CreateAsync(
            request.Caller,
            new LoggedModel
            {
                Id = 0,
                Uid = id ?? "",
                ProjectId = project.Id,
                Name = name,
                ModelType = request.Text("model_type") is { Length: > 0 } type ? type : null,
                SourceRun = request.Text("source_run_id") is { Length: > 0 } run ? run : null,
                State = LoggedModelState.Pending,
                Params = Join(LabelMap.Empty, parameters),
                Labels = Join(LabelMap.Empty, tags),
                CreatedAt = id is null ? 0 : Math.Max(0, request.Integer("creation_timestamp_ms") ?? 0),
                UpdatedAt = 0,
            },
            request.Aborted).OrRefuseAsync();
        return Answer(request, model);
    }

    private Task<object> Get(MlflowRequest request) =>
        Task.FromResult(Answer(request, scope.Require(request.Caller, request.Route("model"))));

    private async Task<object> FinishAsync(MlflowRequest request)
    {
        var state = ReadStatus(request);
        return await ChangeAsync(request, model => model with { State = state });
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        await models.DeleteAsync(request.Caller, request.Route("model"), request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> SetTagsAsync(MlflowRequest request)
    {
        var tags = ReadTags(request);
        return await ChangeAsync(request, model => model with { Labels = Join(model.Labels, tags) });
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var key = request.Route("key");
        if (!scope.Require(request.Caller, request.Route("model")).Labels.ContainsKey(key))
            throw MlflowRefusal.Missing($"No tag with key '{MlflowNames.Shorten(key)}' found for model with ID '{request.Route("model")}'.");
        await ChangeAsync(request, model => model with { Labels = model.Labels.Without(key) });
        return EmptyWire.Value;
    }

    private async Task<object> LogParamsAsync(MlflowRequest request)
    {
        var parameters = ReadParams(request);
        await ChangeAsync(request, model => model with { Params = Join(model.Params, parameters) });
        return EmptyWire.Value;
    }

    private Task<object> ListFiles(MlflowRequest request)
    {
        var model = scope.Require(request.Caller, request.Route("model"));
        var folder = ArtifactPath.Check(request.Text("artifact_directory_path") ?? "");
        var uri = scope.ArtifactUri(request.Caller, model);
        var files = ArtifactTree.PathOf(uri) is { } root
            ? tree.List(request.Caller, folder.Length == 0 ? root : $"{root}/{folder}")
                .Select(file => file with { Path = folder.Length == 0 ? file.Path : $"{folder}/{file.Path}" })
            : [];
        return Task.FromResult<object>(new FilesAnswer(uri, files.OrNull()));
    }

    private Task<object> ReadFile(MlflowRequest request)
    {
        var model = scope.Require(request.Caller, request.Route("model"));
        var path = ArtifactPath.Check(request.Required("artifact_file_path"));
        var root = ArtifactTree.PathOf(scope.ArtifactUri(request.Caller, model));
        var file = root is null ? null : tree.Find(request.Caller, $"{root}/{path}");
        return Task.FromResult(ArtifactDownload.Of(tree, file, path, request.Http.Response));
    }

    private async Task<object> ChangeAsync(MlflowRequest request, Func<LoggedModel, Outcome<LoggedModel>> change) =>
        Answer(request, await models.UpdateAsync(
            request.Caller, request.Route("model"), change, request.Aborted).OrRefuseAsync());

    private object Answer(MlflowRequest request, LoggedModel model) =>
        new LoggedModelAnswer(scope.Write(request.Caller, model));

    private static LoggedModelState ReadStatus(MlflowFields fields)
    {
        var raw = fields.Raw("status") ?? throw fields.Absent("status");
        return (raw.ValueKind == JsonValueKind.String ? fields.Text("status") : raw.GetRawText()) switch
        {
            "LOGGED_MODEL_PENDING" or "1" => LoggedModelState.Pending,
            "LOGGED_MODEL_READY" or "READY" or "2" => LoggedModelState.Ready,
            "LOGGED_MODEL_UPLOAD_FAILED" or "FAILED" or "3" => LoggedModelState.Failed,
            _ => throw fields.Bad("status", "it has to be LOGGED_MODEL_PENDING, LOGGED_MODEL_READY or LOGGED_MODEL_UPLOAD_FAILED."),
        };
    }

    private static List<KeyValuePair<string, string>> ReadParams(MlflowFields fields) =>
    [
        .. fields.Objects("params").Select(one => KeyValuePair.Create(
            MlflowNames.CheckKey(one.Required("key"), one.Name("key")),
            MlflowNames.Cut(one.Text("value") ?? "", MlflowNames.ParamValueLimit))),
    ];

    private static List<KeyValuePair<string, string>> ReadTags(MlflowFields fields) =>
    [
        .. fields.Objects("tags").Select(one => KeyValuePair.Create(
            MlflowNames.CheckKey(one.Required("key"), one.Name("key")),
            MlflowNames.Cut(one.Text("value") ?? "", MlflowNames.TagValueLimit))),
    ];

    private static Dictionary<string, string> Join(
        IReadOnlyDictionary<string, string> known, IEnumerable<KeyValuePair<string, string>> added)
    {
        var joined = new Dictionary<string, string>(known);
        foreach (var (key, value) in added)
            joined[key] = value;
        return joined;
    }

    [GeneratedRegex(@"\Am-[0-9a-f]{32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ModelId();
}
