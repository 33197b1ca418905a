using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>The artifact proxy: files by path, streamed both ways in constant memory.</summary>
internal sealed class ArtifactProxyEndpoints(ArtifactTree tree)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Get("artifacts", List, MlflowRoutes.Artifacts);
        routes.Stream("GET", "artifacts/{**path}", Read);
        routes.Stream("PUT", "artifacts/{**path}", WriteAsync);
        routes.Stream("DELETE", "artifacts/{**path}", DeleteAsync);

        // Parts are for object stores; clients send the file as a whole when they hear that there are none.
        routes.Post("mpu/create/{**path}", RefuseParts, MlflowRoutes.Artifacts);
        routes.Post("mpu/complete/{**path}", RefuseParts, MlflowRoutes.Artifacts);
        routes.Post("mpu/abort/{**path}", RefuseParts, MlflowRoutes.Artifacts);
        routes.Get("presigned/{**path}", RefuseParts, MlflowRoutes.Artifacts);
    }

    private Task<object> List(MlflowRequest request)
    {
        var path = ArtifactPath.Check(request.Text("path") ?? "");
        return Task.FromResult<object>(new FilesAnswer(null, tree.List(request.Caller, path).OrNull()));
    }

    private Task<object> Read(MlflowRequest request)
    {
        var path = ArtifactPath.Check(request.Route("path"));
        return Task.FromResult(ArtifactDownload.Of(tree, tree.Find(request.Caller, path), path, request.Http.Response));
    }

    private async Task<object> WriteAsync(MlflowRequest request)
    {
        var path = ArtifactPath.Check(request.Route("path"));
        var body = request.Http.Request;
        await tree.WriteAsync(request.Caller, path, body.Body, body.ContentType, request.Aborted);
        return EmptyWire.Value;
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        await tree.DeleteAsync(request.Caller, ArtifactPath.Check(request.Route("path")), request.Aborted);
        return EmptyWire.Value;
    }

    private static Task<object> RefuseParts(MlflowRequest request) => throw new MlflowRefusal(
        MlflowCodes.NotImplemented, "Uploads in parts and signed addresses are for object stores; send or fetch the file in one request.");
}
