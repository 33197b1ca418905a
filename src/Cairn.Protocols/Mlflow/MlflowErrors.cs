using Cairn.Protocols.Mlflow.Wire;
using Cairn.Storage.Catalog;
using Cairn.Storage.Series;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cairn.Protocols.Mlflow;

/// <summary>Writes what ends a call in MLflow's error form. Only what may pass by itself is a 5xx: clients try those again for minutes.</summary>
internal sealed partial class MlflowErrors(ILogger<MlflowErrors> logger)
{
    private const string RetryAfterSeconds = "2";

    public async Task AnswerAsync(HttpContext http, Exception exception)
    {
        if (http.RequestAborted.IsCancellationRequested)
            return; // Nobody listens any more.
        var (code, message) = Describe(http, exception);
        if (code == MlflowCodes.Unavailable)
            http.Response.Headers.RetryAfter = RetryAfterSeconds;
        var status = exception is BadHttpRequestException { StatusCode: 413 } ? 413 : MlflowCodes.Status(code);
        await MlflowJson.WriteAsync(http, status, new ErrorWire(code, message));
    }

    private (string Code, string Message) Describe(HttpContext http, Exception exception)
    {
        switch (exception)
        {
            case MlflowRefusal refusal:
                return (refusal.Code, refusal.Message);
            case BadHttpRequestException bad:
                return (MlflowCodes.BadRequest, bad.Message);
            case InvalidDataException:
                return (MlflowCodes.BadRequest, "The body is not what its Content-Encoding says.");
            case StorageUnavailableException or SeriesUnavailableException or SeriesBusyException:
                LogUnavailable(logger, http.Request.Path, exception.Message);
                return (MlflowCodes.Unavailable, exception.Message);
            default:
                LogFailure(logger, exception, http.Request.Method, http.Request.Path);
                return (MlflowCodes.Internal, "The server failed at this request; its log tells more.");
        }
    }

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(LogLevel.Warning, "{Path} was put off: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);
}
