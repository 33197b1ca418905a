using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Cairn.Server;

/// <summary>
/// Answers a built file of the web with the gzipped one that lies beside it, where there is one and the client takes it.
/// </summary>
internal sealed class CompressedAssets(RequestDelegate next, IWebHostEnvironment environment)
{
    private const string Ending = ".gz";
    private static readonly object Type = new();
    private readonly FileExtensionContentTypeProvider _types = new();
    private readonly IFileProvider _files = environment.WebRootFileProvider;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/assets")
            && _types.TryGetContentType(path.Value!, out var type)
            && _files.GetFileInfo(path.Value + Ending) is { Exists: true })
        {
            context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (Takes(context.Request))
            {
                context.Items[Type] = type;
                context.Request.Path = path + Ending;
            }
        }

        return next(context);
    }

    /// <summary>Says of a file that stands for a larger one what it is.</summary>
    public static void SetHeaders(StaticFileResponseContext file)
    {
        if (!file.Context.Items.TryGetValue(Type, out var type))
            return;
        file.Context.Response.ContentType = (string?)type;
        file.Context.Response.Headers.ContentEncoding = "gzip";
    }

    private static bool Takes(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(one => one.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
}
