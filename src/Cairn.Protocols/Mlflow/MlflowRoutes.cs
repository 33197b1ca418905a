using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Protocols.Mlflow;

/// <summary>Puts handlers under both prefixes that MLflow serves, <c>/api</c> for clients and <c>/ajax-api</c> for its pages.</summary>
internal sealed class MlflowRoutes(IEndpointRouteBuilder app, MlflowErrors errors)
{
    public const string Tracking = "2.0/mlflow";
    public const string TrackingV3 = "3.0/mlflow";
    public const string Artifacts = "2.0/mlflow-artifacts";

    private static readonly string[] Prefixes = ["/api", "/ajax-api"];

    // What is served under another method, so that a wrong method can be told from a wrong path.
    private readonly HashSet<string> _paths = [];

    public void Get(string path, MlflowHandler handler, string root = Tracking) => Map("GET", path, handler, root);

    public void Post(string path, MlflowHandler handler, string root = Tracking) => Map("POST", path, handler, root);

    public void Patch(string path, MlflowHandler handler, string root = Tracking) => Map("PATCH", path, handler, root);

    public void Delete(string path, MlflowHandler handler, string root = Tracking) => Map("DELETE", path, handler, root);

    /// <summary>A handler that reads the body itself, as a stream of any length.</summary>
    public void Stream(string method, string path, MlflowHandler handler, string root = Artifacts)
    {
        foreach (var prefix in Prefixes)
            MapExact(method, $"{prefix}/{root}/{path}", handler, readsBody: true);
    }

    /// <summary>A path outside the prefixes.</summary>
    public void MapExact(string method, string path, MlflowHandler handler, bool readsBody = false)
    {
        _paths.Add(path);
        var endpoint = app.MapMethods(path, [method], http => InvokeAsync(http, handler, readsBody)).ExcludeFromDescription();
        if (readsBody)
            endpoint.WithMetadata(new DisableRequestSizeLimitAttribute());
    }

    /// <summary>Keeps the paths that nothing is served under from being answered by the web's pages.</summary>
    public void MapRest()
    {
        foreach (var prefix in Prefixes)
        {
            foreach (var version in (string[])["2.0", "3.0"])
                app.Map($"{prefix}/{version}/{{**rest}}", RefuseAsync).ExcludeFromDescription().WithOrder(int.MaxValue - 1);
        }
    }

    private void Map(string method, string path, MlflowHandler handler, string root)
    {
        foreach (var prefix in Prefixes)
            MapExact(method, $"{prefix}/{root}{(path.Length == 0 ? "" : "/")}{path}", handler);
    }

    private async Task InvokeAsync(HttpContext http, MlflowHandler handler, bool readsBody)
    {
        try
        {
            var request = readsBody ? MlflowRequest.WithoutBody(http) : await MlflowRequest.ReadAsync(http);
            var answer = await handler(request);
            if (answer is IResult result)
                await result.ExecuteAsync(http);
            else
                await MlflowJson.WriteAsync(http, 200, answer);
        }
        catch (Exception exception) when (!http.Response.HasStarted)
        {
            await errors.AnswerAsync(http, exception);
        }
    }

    // Clients take a 404 for "this server is older" only where the body is no JSON.
    private Task RefuseAsync(HttpContext http)
    {
        var known = _paths.Contains(http.Request.Path.Value!.TrimEnd('/'));
        http.Response.StatusCode = known ? StatusCodes.Status405MethodNotAllowed : StatusCodes.Status404NotFound;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            known ? "<!doctype html><title>405</title><p>This method is not allowed here." : "<!doctype html><title>404</title><p>There is nothing here.",
            http.RequestAborted);
    }
}
