using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;

namespace Cairn.Server;

/// <summary>The web's files, and its page for every path that is the web's own.</summary>
internal static class Web
{
    private const string Missing =
        """
        <!doctype html><meta charset="utf-8"><title>Cairn</title>
        <body style="font:16px system-ui;max-width:40rem;margin:4rem auto;line-height:1.5">
        <h1>Cairn is running</h1>
        <p>The server and its API are up, but the web pages were not built. <code>./cairn serve</code> builds them;
        by hand: <code>cd web &amp;&amp; npm ci &amp;&amp; npm run build</code>, then start the server again.</p>
        """;

    private static readonly string[] Asked =
        ["", "/keys", "/landmarks", "/columns", "/views?kind=workspace", "/metrics/definitions"];

    public static void MapWeb(this WebApplication app)
    {
        var index = app.Environment.WebRootFileProvider.GetFileInfo("index.html");
        app.UseMiddleware<CompressedAssets>();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = SetHeaders });
        app.MapFallback(async context =>
        {
            // A page is something to read: what a client sends to an unknown address has not arrived.
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.CacheControl = "no-cache";
            context.Response.Headers.Link = FirstAsked(context.Request.Path);
            if (index.Exists)
                await context.Response.SendFileAsync(index, context.RequestAborted).ConfigureAwait(false);
            else
                await context.Response.WriteAsync(Missing, context.RequestAborted).ConfigureAwait(false);
        });
    }

    // What the charts of a project ask first (web/src/runs/firstLook.ts), so that the browser asks while the script is read.
    private static StringValues FirstAsked(PathString path)
    {
        var text = path.ToUriComponent();
        return text.Count('/') == 2 && text[^1] != '/' && !path.StartsWithSegments("/models")
            ? new StringValues([.. Asked.Select(part => $"</api/v1/projects{text}{part}>; rel=preload; as=fetch; crossorigin=anonymous")])
            : StringValues.Empty;
    }

    // Built files carry a digest in their name and never change; the page that names them may.
    private static void SetHeaders(StaticFileResponseContext file)
    {
        file.Context.Response.Headers.CacheControl =
            file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
        CompressedAssets.SetHeaders(file);
    }
}
