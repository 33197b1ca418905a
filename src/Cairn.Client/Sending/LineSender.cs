using Cairn.Client.Logging;

namespace Cairn.Client.Sending;

/// <summary>
/// Sends log lines. A body that is refused is halved until the bad lines are alone, so that one bad line costs only
/// itself; what stays refused is kept and reported.
/// </summary>
internal sealed class LineSender(ApiConnection api, RejectedData rejected, Warnings warnings, SendCounts counts)
{
    private const int MostRefusals = 64;

    /// <summary>
    /// Done also when parts were refused for good and kept; 404 when the run is not there; any other outcome means that
    /// the whole is to be sent again.
    /// </summary>
    public async Task<ApiAnswer> SendAsync(long run, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var refused = new List<(ReadOnlyMemory<byte> Part, ApiAnswer Answer)>();
        var sums = new SendCounts();
        var tries = 0;
        var parts = new Stack<ReadOnlyMemory<byte>>([body]);
        while (parts.TryPop(out var part))
        {
            var answer = await api.SendLinesAsync($"/runs/{run}/log", part, cancellationToken).ConfigureAwait(false);
            if (answer.Done)
            {
                sums.Points += Count(answer, "points");
                sums.Records += Count(answer, "records");
                sums.ConsoleLines += Count(answer, "lines");
            }
            else if (!answer.Refused || answer.Status == 404)
            {
                return answer;
            }
            else if (answer.Status is 400 or 413 or 422 && ++tries < MostRefusals && Middle(part.Span) is var middle and > 0)
            {
                parts.Push(part[middle..]);
                parts.Push(part[..middle]);
            }
            else
            {
                refused.Add((part, answer));
            }
        }

        counts.Points += sums.Points;
        counts.Records += sums.Records;
        counts.ConsoleLines += sums.ConsoleLines;
        // Kept only now: had the server gone away half-way, all of it would be sent, and refused, again.
        foreach (var (part, answer) in refused)
            Keep(part.Span, answer);
        return new ApiAnswer(ApiOutcome.Done, 200, null, "");
    }

    public void Keep(ReadOnlySpan<byte> part, ApiAnswer answer)
    {
        counts.Refused++;
        rejected.Keep("log", answer, part);
        warnings.Report("refused-log",
            $"the server refused logged values: {answer.Problem} (they are kept in {rejected.File})");
    }

    private static long Count(ApiAnswer answer, string name) => answer.Body?[name]?.GetValue<long>() ?? 0;

    /// <summary>Where the second half begins, at a line's start; 0 when there is only one line.</summary>
    private static int Middle(ReadOnlySpan<byte> lines)
    {
        var end = lines[..(lines.Length / 2)].LastIndexOf((byte)'\n');
        if (end < 0)
            end = lines.IndexOf((byte)'\n');
        return end + 1 < lines.Length ? end + 1 : 0;
    }
}
