using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Files;
using Cairn.Protocols.Native.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Cairn.Protocols.Native;

/// <summary>The files of artifact versions.</summary>
internal static class ArtifactFileEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/artifacts/{artifact:long}/files", List).WithName("listArtifactFiles").WithSummary("The files of a version, by path.");
        api.MapGet("/artifacts/{artifact:long}/files/{**path}", Read)
            .WithName("readArtifactFile").WithSummary("The bytes of a file; ranges and ETags are honoured.")
            .AddOpenApiOperationTransformer(NativeOpenApi.Answer("application/octet-stream", binary: true));
        api.MapGet("/artifacts/{artifact:long}/diff/{other:long}", Compare)
            .WithName("compareArtifacts").WithSummary("Which files another version added, removed and changed.");
    }

    private static Results<Ok<ArtifactFilesWire>, ProblemHttpResult> List(
        long artifact, Caller caller, ArtifactScope scope, ArtifactFileStore files) =>
        scope.TryArtifact(caller, artifact, out _, out var refusal)
            ? TypedResults.Ok(new ArtifactFilesWire([.. files.Entries(caller, artifact).Select(ArtifactFileWire.From)]))
            : Problems.From(refusal);

    private static Results<FileStreamHttpResult, ProblemHttpResult> Read(
        long artifact, string path, HttpResponse response, Caller caller, ArtifactScope scope, ArtifactFileStore files)
    {
        if (!scope.TryArtifact(caller, artifact, out _, out var refusal))
            return Problems.From(refusal);
        var name = Scope.Decode(path);
        if (files.Entry(caller, artifact, name) is not { } entry)
            return Problems.NotFound($"The version has no file '{name}'.");
        if (entry.Reference is { } place)
            return Problems.NotFound($"'{name}' only refers to {place}: its bytes are not in this server.");
        if (ArtifactFileStore.Hex(entry.Digest) is not { } md5 || files.FindContent(caller, md5) is not { } content || files.OpenRead(content) is not { } bytes)
        {
            return Problems.Of(
                StatusCodes.Status410Gone, $"The bytes of '{name}' were never uploaded or are missing.", title: "This file is lost");
        }

        // What a run uploaded may be hostile: it must not run with the rights of this page's origin.
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src data: 'self'; " +
            "style-src 'unsafe-inline'; media-src 'self'";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            bytes,
            ContentTypes.Choose(name, null),
            lastModified: DateTimeOffset.FromUnixTimeMilliseconds(content.CreatedAt),
            entityTag: new EntityTagHeaderValue($"\"{content.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static Results<Ok<ArtifactDiffWire>, ProblemHttpResult> Compare(
        long artifact, long other, Caller caller, ArtifactScope scope, ArtifactQuery query) =>
        scope.TryArtifact(caller, artifact, out _, out var refusal) && scope.TryArtifact(caller, other, out _, out refusal)
            ? TypedResults.Ok(ArtifactDiffWire.From(query.Compare(caller, artifact, other)))
            : Problems.From(refusal);
}
