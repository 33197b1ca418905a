using System.Text.Json;
using Cairn.Core;
using Cairn.Protocols.Wandb.GraphQl;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Protocols.Wandb;

/// <summary>
/// Writes failures so that W&amp;B's clients show their words and stop, or come again when that helps. A client's
/// mistake is never a 500: clients would send it again for days.
/// </summary>
internal sealed partial class WandbErrors(RequestDelegate next, ILogger<WandbErrors> logger)
{
    private const string RetryAfterSeconds = "2";

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return; // Nobody listens any more.
            await DescribeAsync(context, exception).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a refusal; the status of each kind is one that ends retries.</summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        var error = GraphException.From(refusal);
        return WriteAsync(context, error.Status, error.Message);
    }

    /// <summary>Writes an error in the forms that GraphQL, the file endpoints and old clients read.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("message", message);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteString("error", message);
            writer.WriteNull("data");
            writer.WriteEndObject();
        }
    }

    private Task DescribeAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case GraphException error:
                return WriteAsync(context, error.Status, error.Message);
            case BadHttpRequestException bad:
                return WriteAsync(context, bad.StatusCode, bad.Message);
            case JsonException json:
                return WriteAsync(context, 400, $"The body is not what is expected here: {json.Message}");
            case InvalidDataException:
                return WriteAsync(context, 400, "The body is not what its Content-Encoding says.");
            case StorageUnavailableException or SeriesUnavailableException or SeriesBusyException:
                LogUnavailable(logger, context.Request.Path, exception.Message);
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return WriteAsync(context, 503, $"{exception.Message} Nothing of this was kept; send it again.");
            default:
                LogFailure(logger, exception, context.Request.Method, context.Request.Path);
                return WriteAsync(context, 500, "The server failed at this request; its log tells more.");
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} was put off: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);
}
