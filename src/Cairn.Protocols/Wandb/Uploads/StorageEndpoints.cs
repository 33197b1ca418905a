using System.Globalization;
using System.Text.Json;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.Files;
using Cairn.Core.Runs;
using Cairn.Protocols.Wandb.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Cairn.Protocols.Wandb.Uploads;

/// <summary>Takes and gives the files of runs, streamed.</summary>
internal sealed class StorageEndpoints(
    Capabilities capabilities, RunAddresses addresses, RunStore runs, FileStore files)
{
    private const string MetadataFile = "wandb-metadata.json";
    private const string RequirementsFile = "requirements.txt";
    private const long DetailsLimit = 4 * 1024 * 1024;

    /// <summary>Whether the request's address allows what it does.</summary>
    public bool IsGranted(HttpContext context) => capabilities.Allows(
        context.Request.Method == HttpMethods.Head ? HttpMethods.Get : context.Request.Method,
        "/" + string.Join('/', RawPath.Segments(context)),
        context.Request.Query["until"],
        context.Request.Query["grant"]);

    /// <summary><c>PUT /wandb-storage/runs/{id}/{path}</c>.</summary>
    public async Task WriteRunFileAsync(HttpContext context, Caller caller, long run, string path)
    {
        Unlimit(context);
        var written = await files.WriteAsync(
            caller, run, path, context.Request.Body, context.Request.ContentType, context.RequestAborted).ConfigureAwait(false);
        if (!written.Try(out var file, out var refusal))
        {
            await WandbErrors.WriteAsync(context, refusal).ConfigureAwait(false);
            return;
        }

        if (path is MetadataFile or RequirementsFile && file.Size <= DetailsLimit)
            await NoteDetailsAsync(caller, run, file, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.ETag = $"\"{file.Md5}\"";
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary><c>GET /wandb-storage/runs/{id}/{path}</c>.</summary>
    public Task ReadRunFileAsync(HttpContext context, Caller caller, long run, string path) =>
        files.Find(caller, run, path) is { } file
            ? SendAsync(context, files.OpenRead(file), file.ContentType, file.UpdatedAt, file.Sha256)
            : WandbErrors.WriteAsync(context, StatusCodes.Status404NotFound, $"Run {run.ToString(CultureInfo.InvariantCulture)} has no file '{path}'.");

    /// <summary><c>GET /files/{entity}/{project}/{run}/{path}</c>.</summary>
    public Task ReadRunFileAsync(HttpContext context, Caller caller, string[] segments)
    {
        var path = string.Join('/', segments[4..]);
        return addresses.Find(caller, segments[1], segments[2], segments[3]) is { } run
            ? ReadRunFileAsync(context, caller, run.Id, path)
            : WandbErrors.WriteAsync(
                context, StatusCodes.Status404NotFound, $"There is no run {segments[1]}/{segments[2]}/{segments[3]}.");
    }

    /// <summary>Sends a content, whole or the range asked for; what a run uploaded may be hostile and gets no rights.</summary>
    public static Task SendAsync(HttpContext context, FileStream? bytes, string contentType, long updatedAt, string digest)
    {
        if (bytes is null)
            return WandbErrors.WriteAsync(context, StatusCodes.Status410Gone, "The bytes are missing from the data folder.");
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; img-src data: 'self'; " +
            "style-src 'unsafe-inline'; media-src 'self'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        return TypedResults.Stream(
            bytes,
            contentType,
            lastModified: DateTimeOffset.FromUnixTimeMilliseconds(updatedAt),
            entityTag: new EntityTagHeaderValue($"\"{digest}\""),
            enableRangeProcessing: true).ExecuteAsync(context);
    }

    /// <summary>Lets a body be of any size: its bytes go to disk as they come.</summary>
    public static void Unlimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
    }

    // What the client tells of its machine shows with the run like that of any other client.
    private async Task NoteDetailsAsync(Caller caller, long run, RunFile file, CancellationToken cancellationToken)
    {
        if (files.OpenRead(file) is not { } bytes)
            return;
        using var reader = new StreamReader(bytes);
        var text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        JsonElement details;
        try
        {
            details = file.Path == RequirementsFile ? MachineDetails.Packages(text) : MachineDetails.From(LooseJson.Parse(text));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The file is kept as it is; it is only not one that tells something.
            return;
        }

        await runs.UpdateAsync(
            caller,
            run,
            (known, _) => known with { Environment = JsonObjects.Merge(known.Environment, details) },
            cancellationToken).ConfigureAwait(false);
    }
}
