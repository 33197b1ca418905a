using System.Net;

namespace Cairn.Server;

/// <summary>
/// Keeps foreign web pages out of a server without accounts: a request has to name a local host (which stops DNS
/// rebinding), and one that changes something must not come from another origin.
/// </summary>
internal sealed class RequestGuard(RequestDelegate next, ServerOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // Others may show a panel by itself; pages on which things can be changed stay out of their frames.
        if (options.FrameOrigins.Count > 0 && IsPanel(request.Path))
            context.Response.Headers.ContentSecurityPolicy = $"frame-ancestors 'self' {string.Join(' ', options.FrameOrigins)}";
        else
            context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        if (IsLoopback(options.Host) && !IsLoopback(request.Host.Host))
            return RefuseAsync(context, $"This server answers to localhost, not to '{request.Host.Host}'.");
        if (!HttpMethods.IsGet(request.Method)
            && request.Headers.Origin.FirstOrDefault() is { } origin
            && Uri.TryCreate(origin, UriKind.Absolute, out var from)
            && from.Authority != request.Host.Value
            && !IsLoopback(from.Host))
        {
            return RefuseAsync(context, $"Pages of {from.Authority} may not change anything here.");
        }

        return next(context);
    }

    private static Task RefuseAsync(HttpContext context, string detail) =>
        TypedResults.Problem(detail, statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);

    // The page of one panel alone: /team/project/panel.
    private static bool IsPanel(PathString path) => path.Value?.Split('/') is ["", { Length: > 0 }, { Length: > 0 }, "panel"];

    private static bool IsLoopback(string host) =>
        host is "localhost" or "" || host.EndsWith(".localhost", StringComparison.Ordinal)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
