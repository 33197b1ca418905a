using Cairn.Core;

namespace Cairn.Protocols.Mlflow;

/// <summary>Core's outcomes as answers or refusals of a call.</summary>
internal static class OutcomeExtensions
{
    /// <summary>The value; a refusal ends the call.</summary>
    public static T OrRefuse<T>(this Outcome<T> outcome) =>
        outcome.Try(out var value, out var refusal) ? value : throw MlflowRefusal.From(refusal);

    /// <summary>The value once it is there; a refusal ends the call.</summary>
    public static async Task<T> OrRefuseAsync<T>(this Task<Outcome<T>> outcome) => (await outcome).OrRefuse();
}
