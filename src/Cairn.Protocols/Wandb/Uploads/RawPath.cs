using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cairn.Protocols.Wandb.Uploads;

/// <summary>The path of a request as it was sent: split first, decoded afterwards, so that a name may hold a slash.</summary>
internal static class RawPath
{
    /// <summary>The segments, decoded; the first is that after the leading slash.</summary>
    public static string[] Segments(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var end = target.IndexOfAny(['?', '#']);
        var path = end < 0 ? target : target[..end];
        if (!path.StartsWith('/'))
            path = Uri.TryCreate(path, UriKind.Absolute, out var absolute) ? absolute.AbsolutePath : "/" + path;
        return [.. path[1..].Split('/').Select(Uri.UnescapeDataString)];
    }
}
