using Cairn.Protocols.Mlflow.Search;

namespace Cairn.Protocols.Mlflow;

/// <summary>Filters and orders that can't be read end the call.</summary>
internal static class ParsedExtensions
{
    public static IReadOnlyList<T> OrRefuse<T>(this MlflowParsed<T> parsed)
        where T : class =>
        parsed.IsRead ? parsed.Parts : throw MlflowRefusal.Invalid($"Invalid filter or order. {parsed.Problem}");
}
