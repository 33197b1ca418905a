using System.Globalization;
using System.Text.Json;
using Cairn.Core.Access;
using Cairn.Core.Artifacts;
using Cairn.Core.Files;
using Cairn.Protocols.Wandb.Uploads;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb.Artifacts;

/// <summary>Takes and gives the contents and manifests of artifacts.</summary>
internal sealed class ArtifactEndpoints(ArtifactFileStore files, ArtifactUploadStore uploads, ArtifactStore artifacts)
{
    /// <summary><c>PUT …/contents/{md5}</c>: bytes whose MD5 was told when the address was given out.</summary>
    public async Task WriteContentAsync(HttpContext context, Caller caller, string md5)
    {
        StorageEndpoints.Unlimit(context);
        var written = await files.WriteAsync(caller, md5, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        if (!written.Try(out var content, out var refusal))
        {
            await WandbErrors.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = $"\"{content.Md5}\"";
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary><c>PUT …/parts/{upload}/{number}</c>: bytes whose MD5 was told when the address was given out.</summary>
    public async Task WritePartAsync(HttpContext context, Caller caller, string upload, string number)
    {
        StorageEndpoints.Unlimit(context);
        var written = await uploads.WriteAsync(
            caller, upload, long.Parse(number, CultureInfo.InvariantCulture), context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        if (!written.Try(out var part, out var refusal))
        {
            await WandbErrors.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        context.Response.Headers.ETag = $"\"{part.Md5}\"";
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary><c>PUT …/manifests/{id}/wandb_manifest.json</c>.</summary>
    public async Task WriteManifestAsync(HttpContext context, Caller caller, string id)
    {
        StorageEndpoints.Unlimit(context);
        var manifest = files.FindManifest(caller, long.Parse(id, CultureInfo.InvariantCulture));
        if (manifest is null)
        {
            await WandbErrors.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such manifest.").ConfigureAwait(false);
            return;
        }

        using var json = await JsonDocument.ParseAsync(
            context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        var filled = await files.FillAsync(
            caller, manifest, ManifestJson.Read(json.RootElement), context.RequestAborted).ConfigureAwait(false);
        if (filled.Refusal is { } refusal)
            await WandbErrors.WriteAsync(context, refusal).ConfigureAwait(false);
    }

    /// <summary><c>GET …/artifacts/{id}/wandb_manifest.json</c>.</summary>
    public async Task ReadManifestAsync(HttpContext context, Caller caller, string id)
    {
        if (artifacts.Find(caller, long.Parse(id, CultureInfo.InvariantCulture)) is not { } artifact)
        {
            await WandbErrors.WriteAsync(context, StatusCodes.Status404NotFound, "There is no such artifact.").ConfigureAwait(false);
            return;
        }

        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (json.ConfigureAwait(false))
            ManifestJson.Write(json, files.Entries(caller, artifact.Id));
    }

    /// <summary><c>GET …/contents/{md5}/{name}</c>, whole or the range asked for.</summary>
    public Task ReadContentAsync(HttpContext context, Caller caller, string md5, string name) =>
        files.FindContent(caller, md5) is { } content
            ? StorageEndpoints.SendAsync(
                context, files.OpenRead(content), ContentTypes.Choose(name, null), content.CreatedAt, content.Sha256)
            : WandbErrors.WriteAsync(context, StatusCodes.Status404NotFound, $"There is no content with MD5 {md5}.");

    /// <summary><c>GET /artifactsV2/…/{md5}[/name]</c> and its like, which clients put together by themselves.</summary>
    public Task ReadClientPathAsync(HttpContext context, Caller caller)
    {
        var segments = RawPath.Segments(context);
        var at = Array.FindLastIndex(
            segments, segment => segment.Length == 32 && segment.All(char.IsAsciiHexDigitLower));
        return at < 0
            ? WandbErrors.WriteAsync(context, StatusCodes.Status404NotFound, "The address names no content.")
            : ReadContentAsync(context, caller, segments[at], segments[^1]);
    }
}
