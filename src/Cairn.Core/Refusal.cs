namespace Cairn.Core;

/// <summary>Why a request was not done. Each protocol writes it in its own error form.</summary>
/// <param name="Kind">What sort of failure.</param>
/// <param name="Detail">A sentence that names what is wrong.</param>
/// <param name="Field">The field at fault, as Core names it.</param>
/// <param name="Limit">The limit that was passed.</param>
/// <param name="Remedy">What to do instead.</param>
public sealed record Refusal(
    RefusalKind Kind, string Detail, string? Field = null, string? Limit = null, string? Remedy = null)
{
    public static Refusal Invalid(string field, string detail, string? limit = null, string? remedy = null) =>
        new(RefusalKind.Invalid, detail, field, limit, remedy);

    public static Refusal NotFound(string detail, string? remedy = null) =>
        new(RefusalKind.NotFound, detail, Remedy: remedy);

    public static Refusal Conflict(string field, string detail, string? remedy = null) =>
        new(RefusalKind.Conflict, detail, field, Remedy: remedy);

    public static Refusal Deleted(string detail, string? remedy = null) =>
        new(RefusalKind.Deleted, detail, Remedy: remedy);
}
