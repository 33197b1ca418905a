using System.Text.Json.Nodes;
using Cairn.Client.Spool;

namespace Cairn.Client.Sending;

/// <summary>Creates the run on the server, once, and remembers the answer in the spool folder.</summary>
internal sealed class RunCreation(SpoolFolder folder, ApiConnection api)
{
    private readonly SpoolHeader _header = folder.Header;
    private SpoolBinding? _binding;

    /// <summary>The binding when the server has answered, now or earlier; otherwise what stands in the way.</summary>
    public async Task<(SpoolBinding? Binding, ApiAnswer? Failure)> EnsureAsync(CancellationToken cancellationToken)
    {
        _binding ??= folder.ReadBinding() is { } known && known.Server == api.Server ? known : null;
        if (_binding is not null)
            return (_binding, null);

        var (endedLater, unknown) = await EndedLaterAsync(cancellationToken).ConfigureAwait(false);
        if (unknown is not null)
            return (null, unknown);
        var answer = await api.SendJsonAsync(HttpMethod.Post, "/runs",
            System.Text.Encoding.UTF8.GetBytes(_header.Start.ToJsonString()), cancellationToken).ConfigureAwait(false);
        var run = answer.Body?["run"];
        var url = answer.Body?["url"]?.GetValue<string>();
        var created = answer.Body?["created"]?.GetValue<bool>() ?? true;
        if (answer is { Refused: true, Status: 409 })
        {
            // A "never" start whose first answer was lost finds its own run.
            var (own, failure) = await FindAsync(cancellationToken).ConfigureAwait(false);
            if (failure is { Refused: false })
                return (null, failure);
            if (own?["startedAt"]?.GetValue<long>() != _header.StartedAt)
                return (null, answer);
            run = own;
        }
        else if (!answer.Done)
        {
            return (null, answer);
        }

        if (run?["id"] is null)
            return (null, answer with { Outcome = ApiOutcome.Away, Problem = $"{api.Server} answers, but not as Cairn does" });
        var id = run["id"]!.GetValue<long>();
        var firstLine = 0L;
        if (!created && _header.Resuming)
        {
            var (next, failure) = await NextLineAsync(id, cancellationToken).ConfigureAwait(false);
            if (failure is not null)
                return (null, failure);
            firstLine = next;
        }

        return (Remember(new SpoolBinding(api.Server, id, url, firstLine, endedLater)), null);
    }

    /// <summary>Looks the run up by uid after its id was not found; true when it has another id now.</summary>
    public async Task<bool> FindAgainAsync(CancellationToken cancellationToken)
    {
        var (run, _) = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (run?["id"]?.GetValue<long>() is not { } id || _binding is null || id == _binding.RunId)
            return false;
        Remember(_binding with { RunId = id });
        return true;
    }

    /// <summary>
    /// How a continued run ended after this spool's process began: sending the spool must not bring the run back to
    /// life, nor end it the way the earlier process did.
    /// </summary>
    private async Task<(JsonObject? End, ApiAnswer? Failure)> EndedLaterAsync(CancellationToken cancellationToken)
    {
        if (!_header.Resuming)
            return (null, null);
        var (run, failure) = await FindAsync(cancellationToken).ConfigureAwait(false);
        if (failure is { Refused: false })
            return (null, failure);
        if (run?["state"]?.GetValue<string>() is not ("finished" or "failed" or "killed")
            || run["finishedAt"]?.GetValue<long>() is not { } at || at <= _header.StartedAt)
            return (null, null);
        return (new JsonObject
        {
            ["state"] = run["state"]!.DeepClone(),
            ["exitCode"] = run["exitCode"]?.DeepClone(),
            ["finishedAt"] = at,
        }, null);
    }

    private SpoolBinding Remember(SpoolBinding binding)
    {
        folder.WriteBinding(binding);
        return _binding = binding;
    }

    private async Task<(JsonNode? Run, ApiAnswer? Failure)> FindAsync(CancellationToken cancellationToken)
    {
        var project = ProjectPath.Parse(_header.Project);
        var answer = await api.GetAsync(
            $"/projects/{project.Escaped}/runs/{Uri.EscapeDataString(_header.Uid)}", cancellationToken).ConfigureAwait(false);
        return answer.Done ? (answer.Body, null) : (null, answer);
    }

    private async Task<(long Next, ApiAnswer? Failure)> NextLineAsync(long id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/runs/{id}/console?tail=1", cancellationToken).ConfigureAwait(false);
        if (!answer.Done)
            return (0, answer);
        var total = answer.Body?["total"]?.GetValue<long>() ?? 0;
        var last = answer.Body?["lines"] is JsonArray { Count: > 0 } lines ? lines[^1]!["line"]!.GetValue<long>() : -1;
        return (Math.Max(total, last + 1), null);
    }
}
