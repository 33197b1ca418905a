using Cairn.Core;
using Microsoft.AspNetCore.Http;

namespace Cairn.Protocols.Wandb.GraphQl;

/// <summary>Ends an operation with an error that its client reads.</summary>
/// <param name="message">For a person.</param>
/// <param name="status">HTTP status; 200 is final for every client too.</param>
internal sealed class GraphException(string message, int status = StatusCodes.Status200OK) : Exception(message)
{
    public int Status { get; } = status;

    public static GraphException Syntax(string message) => new(message, StatusCodes.Status400BadRequest);

    public static GraphException Invalid(string message) => new(message, StatusCodes.Status400BadRequest);

    public static GraphException NotFound(string message) => new(message, StatusCodes.Status404NotFound);

    /// <summary>A refusal; conflicts are 400, since clients send a 409 again and again.</summary>
    public static GraphException From(Refusal refusal) => new(
        refusal.Remedy is null ? refusal.Detail : $"{refusal.Detail} {refusal.Remedy}",
        refusal.Kind switch
        {
            RefusalKind.NotFound => StatusCodes.Status404NotFound,
            RefusalKind.Deleted => StatusCodes.Status410Gone,
            RefusalKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            _ => StatusCodes.Status400BadRequest,
        });
}
