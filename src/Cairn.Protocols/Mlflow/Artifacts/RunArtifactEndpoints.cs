using Cairn.Protocols.Mlflow.Tracking;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>The artifacts of a run by its id.</summary>
internal sealed class RunArtifactEndpoints(RunScope runs, ArtifactTree tree)
{
    private const long UploadLimit = 10 * 1024 * 1024;

    public void Map(MlflowRoutes routes)
    {
        routes.Get("artifacts/list", List);
        routes.MapExact("GET", "/get-artifact", Read, readsBody: true);
        routes.MapExact("POST", "/ajax-api/2.0/mlflow/upload-artifact", UploadAsync, readsBody: true);
    }

    private Task<object> List(MlflowRequest request)
    {
        var run = runs.Require(request.Caller, request.Required("run_id", "run_uuid"));
        var path = ArtifactPath.Check(request.Text("path") ?? "");
        var files = tree.List(request.Caller, run, path)
            .Select(file => file with { Path = path.Length == 0 ? file.Path : $"{path}/{file.Path}" });
        return Task.FromResult<object>(new FilesAnswer(runs.ArtifactUri(request.Caller, run), files.OrNull()));
    }

    private Task<object> Read(MlflowRequest request)
    {
        var run = runs.Require(request.Caller, request.Required("run_id", "run_uuid"));
        var path = ArtifactPath.Check(request.Required("path"));
        return Task.FromResult(ArtifactDownload.Of(tree, tree.Find(request.Caller, run, path), path, request.Http.Response));
    }

    private async Task<object> UploadAsync(MlflowRequest request)
    {
        var id = Text(request, "run_uuid") ?? Text(request, "run_id") ?? throw MlflowRefusal.Invalid("Request must specify run_uuid.");
        var path = ArtifactPath.Check(Text(request, "path") ?? throw MlflowRefusal.Invalid("Request must specify path."));
        var body = request.Http.Request;
        if (body.ContentLength is not { } length || length == 0)
            throw MlflowRefusal.Invalid("Request must specify data. Its body is empty, or its Content-Length is missing.");
        if (length > UploadLimit)
            throw MlflowRefusal.Invalid($"The artifact is too large: this way takes at most {UploadLimit} bytes.");
        var run = runs.RequireActive(request.Caller, id);
        await tree.WriteAsync(request.Caller, run, path, body.Body, body.ContentType, request.Aborted);
        return EmptyWire.Value;
    }

    private static string? Text(MlflowRequest request, string name) => request.Text(name) is { Length: > 0 } text ? text : null;
}
