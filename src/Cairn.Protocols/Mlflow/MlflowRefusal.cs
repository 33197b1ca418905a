using Cairn.Core;

namespace Cairn.Protocols.Mlflow;

/// <summary>Ends a call with MLflow's error form: one of <see cref="MlflowCodes"/> and a sentence.</summary>
internal sealed class MlflowRefusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static MlflowRefusal Invalid(string message) => new(MlflowCodes.Invalid, message);

    public static MlflowRefusal Missing(string message) => new(MlflowCodes.Missing, message);

    public static MlflowRefusal Taken(string message) => new(MlflowCodes.Taken, message);

    public static MlflowRefusal From(Refusal refusal)
    {
        var message = refusal.Limit is null ? refusal.Detail : $"{refusal.Detail} Allowed: {refusal.Limit}.";
        return new MlflowRefusal(
            refusal.Kind switch
            {
                RefusalKind.NotFound => MlflowCodes.Missing,
                RefusalKind.Conflict => MlflowCodes.Taken,
                _ => MlflowCodes.Invalid,
            },
            refusal.Kind == RefusalKind.Deleted ? $"{message} It must be active for this." : message);
    }
}
