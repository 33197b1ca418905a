using Cairn.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cairn.Protocols.Native;

/// <summary>Refusals as RFC 9457 problem documents.</summary>
internal static class Problems
{
    public static ProblemHttpResult From(Refusal refusal) => Of(
        refusal.Kind switch
        {
            RefusalKind.Invalid => StatusCodes.Status400BadRequest,
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Conflict => StatusCodes.Status409Conflict,
            RefusalKind.Deleted => StatusCodes.Status410Gone,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
        },
        refusal.Detail,
        refusal.Field,
        refusal.Limit,
        refusal.Remedy);

    public static ProblemHttpResult Invalid(string field, string detail, string? limit = null, string? remedy = null) =>
        Of(StatusCodes.Status400BadRequest, detail, field, limit, remedy);

    public static ProblemHttpResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Of(
        int status, string detail, string? field = null, string? limit = null, string? remedy = null,
        string? title = null)
    {
        var extensions = new Dictionary<string, object?>();
        if (field is not null)
            extensions["field"] = field;
        if (limit is not null)
            extensions["limit"] = limit;
        if (remedy is not null)
            extensions["remedy"] = remedy;
        return TypedResults.Problem(
            detail, statusCode: status, title: title ?? ProblemTitles.Of(status, field), extensions: extensions);
    }
}
