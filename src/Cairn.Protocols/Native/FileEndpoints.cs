using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Cairn.Protocols.Native;

/// <summary>The files of a run, streamed both ways.</summary>
internal static class FileEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/runs/{run:long}/files", List).WithName("listFiles").WithSummary("The files of a run.");
        api.MapPut("/runs/{run:long}/files/{**path}", WriteAsync)
            .WithName("writeFile").WithSummary("Keeps a file; answers once it is on disk.")
            .AddOpenApiOperationTransformer(NativeOpenApi.Body("application/octet-stream"))
            .WithMetadata(new DisableRequestSizeLimitAttribute());
        api.MapGet("/runs/{run:long}/files/{**path}", Read)
            .WithName("readFile").WithSummary("The bytes of a file; ranges and ETags are honoured.")
            .AddOpenApiOperationTransformer(NativeOpenApi.Answer("application/octet-stream", binary: true));
        api.MapDelete("/runs/{run:long}/files/{**path}", DeleteAsync).WithName("deleteFile").WithSummary("Deletes a file.");
    }

    private static Results<Ok<FilesWire>, ProblemHttpResult> List(
        long run, string? prefix, Caller caller, Scope scope, FileStore files) =>
        scope.TryRun(caller, run, out _, out var refusal)
            ? TypedResults.Ok(new FilesWire([.. files.List(caller, run, prefix ?? "").Select(FileWire.From)]))
            : Problems.From(refusal);

    private static async Task<Results<Ok<FileWire>, ProblemHttpResult>> WriteAsync(
        long run, string path, HttpRequest request, Caller caller, FileStore files, CancellationToken cancellationToken)
    {
        // A slow upload is a slow network, not an attack: the bytes go to disk as they come.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        var outcome = await files.WriteAsync(
            caller, run, Unescape(path), request.Body, request.ContentType, cancellationToken);
        return outcome.Try(out var file, out var refusal)
            ? TypedResults.Ok(FileWire.From(file))
            : Problems.From(refusal);
    }

    private static Results<FileStreamHttpResult, ProblemHttpResult> Read(
        long run, string path, HttpResponse response, Caller caller, FileStore files)
    {
        if (files.Find(caller, run, Unescape(path)) is not { } file)
            return Problems.NotFound($"Run {run} has no file '{Unescape(path)}'.");
        if (files.OpenRead(file) is not { } bytes)
        {
            return Problems.Of(
                StatusCodes.Status410Gone,
                $"The bytes of '{file.Path}' are missing from the data folder.",
                title: "This file is lost");
        }

        // What a run uploaded may be hostile: it must not run with the rights of this page's origin.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src data: 'self'; " +
            "style-src 'unsafe-inline'; media-src 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            bytes,
            file.ContentType,
            fileDownloadName: null,
            lastModified: DateTimeOffset.FromUnixTimeMilliseconds(file.UpdatedAt),
            entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        long run, string path, Caller caller, Scope scope, FileStore files, CancellationToken cancellationToken)
    {
        if (!scope.TryRun(caller, run, out _, out var refusal))
            return Problems.From(refusal);
        return await files.DeleteAsync(caller, run, Unescape(path), cancellationToken) > 0
            ? TypedResults.NoContent()
            : Problems.NotFound($"Run {run} has no file '{Unescape(path)}'.");
    }

    // The router decodes everything but an escaped slash.
    private static string Unescape(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
