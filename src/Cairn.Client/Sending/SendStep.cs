namespace Cairn.Client.Sending;

/// <summary>What one step of sending came to.</summary>
/// <param name="Kind">How to go on.</param>
/// <param name="Problem">Why not, for people.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
internal readonly record struct SendStep(SendStepKind Kind, string Problem = "", TimeSpan? RetryAfter = null)
{
    public static readonly SendStep Sent = new(SendStepKind.Sent);
    public static readonly SendStep Idle = new(SendStepKind.Idle);
    public static readonly SendStep Finished = new(SendStepKind.Finished);
}
