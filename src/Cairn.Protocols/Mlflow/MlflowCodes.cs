namespace Cairn.Protocols.Mlflow;

/// <summary>MLflow's error codes and the HTTP status of each.</summary>
internal static class MlflowCodes
{
    public const string BadRequest = "BAD_REQUEST";
    public const string Invalid = "INVALID_PARAMETER_VALUE";
    public const string Taken = "RESOURCE_ALREADY_EXISTS";
    public const string Missing = "RESOURCE_DOES_NOT_EXIST";
    public const string InvalidState = "INVALID_STATE";
    public const string NotImplemented = "NOT_IMPLEMENTED";
    public const string Unavailable = "TEMPORARILY_UNAVAILABLE";
    public const string Internal = "INTERNAL_ERROR";

    /// <summary>
    /// The status that goes with a code. An invalid state is a 400 here: clients send again after any 5xx, and that
    /// would change nothing.
    /// </summary>
    public static int Status(string code) => code switch
    {
        Missing => 404,
        NotImplemented => 501,
        Unavailable => 503,
        Internal => 500,
        _ => 400,
    };
}
