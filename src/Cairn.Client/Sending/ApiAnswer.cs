using System.Text.Json.Nodes;

namespace Cairn.Client.Sending;

/// <summary>An answer, or the reason why there is none.</summary>
/// <param name="Outcome">What became of the request.</param>
/// <param name="Status">The HTTP status; 0 without an answer.</param>
/// <param name="Body">The answer's JSON, if it has any.</param>
/// <param name="Problem">What went wrong, for people; empty when nothing did.</param>
/// <param name="RetryAfter">How long the server asks to wait.</param>
internal sealed record ApiAnswer(
    ApiOutcome Outcome, int Status, JsonNode? Body, string Problem, TimeSpan? RetryAfter = null)
{
    public bool Done => Outcome == ApiOutcome.Done;

    public bool Refused => Outcome == ApiOutcome.Refused;
}
