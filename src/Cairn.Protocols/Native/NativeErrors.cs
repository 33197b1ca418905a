using System.Text.Json;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Protocols.Native;

/// <summary>Turns what a native request throws into a problem document, so that none ends as a bare 500.</summary>
internal sealed partial class NativeErrors(RequestDelegate next, ILogger<NativeErrors> logger)
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
            await Describe(context, exception).ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    private IResult Describe(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case LogLineException bad:
                return Problems.Of(400, bad.Message, bad.Field, remedy: bad.Remedy);
            case LogTooLargeException large:
                return Problems.Of(413, large.Message, "body", $"{LogReader.BodyLimit} bytes", "Send smaller batches.");
            case BadHttpRequestException { StatusCode: 413 }:
                return Problems.Of(413, "The request's body is too large.", "body");
            case BadHttpRequestException bad:
                return Problems.Of(bad.StatusCode, Reason(bad), "body");
            case InvalidDataException:
                return Problems.Of(400, "The body is not what its Content-Encoding says.", "body");
            case StorageUnavailableException or SeriesUnavailableException or SeriesBusyException:
                LogUnavailable(logger, context.Request.Path, exception.Message);
                context.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problems.Of(503, exception.Message, remedy: "Nothing of this was kept; send it again.");
            default:
                LogFailure(logger, exception, context.Request.Method, context.Request.Path);
                return Problems.Of(
                    500, "The server failed at this request; its log tells more.", remedy: "Please report it.");
        }
    }

    private static string Reason(BadHttpRequestException exception) => exception.InnerException switch
    {
        JsonException json => $"The body is not the JSON that is expected here: {json.Message}",
        _ => exception.Message,
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} was put off: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);
}
