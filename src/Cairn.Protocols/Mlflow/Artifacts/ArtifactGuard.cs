using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Protocols.Mlflow.Artifacts;

/// <summary>
/// Refuses request lines that climb out of the artifact tree. It looks at the line as it came: the server has resolved
/// dots in the path by the time a route sees it.
/// </summary>
internal sealed class ArtifactGuard(RequestDelegate next, MlflowErrors errors)
{
    public static bool Concerns(HttpContext http) =>
        Target(http).Contains("/mlflow-artifacts/", StringComparison.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        try
        {
            var target = ArtifactPath.DecodeFully(Target(http));
            if (target.Split('/', '\\').Contains(".."))
                throw MlflowRefusal.Invalid("Invalid path");
        }
        catch (MlflowRefusal refusal)
        {
            return errors.AnswerAsync(http, refusal);
        }

        return next(http);
    }

    private static string Target(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }
}
