using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import;

/// <summary>The steps that every imported run takes on the server: found or started, filled by its source, ended.</summary>
internal sealed class RunImport(ImportTarget target, ImportTally tally, string from, bool again)
{
    /// <summary>
    /// Brings one run over. <paramref name="fill"/> gets the server's number of it and answers what ends it: state, end,
    /// summary. Only when nothing failed is it marked as whole, so that the next import can pass it by.
    /// </summary>
    public async Task BringAsync(
        string project, string uid, string subject, string fingerprint, bool deleted, JsonObject start,
        Func<long, CancellationToken, Task<JsonObject>> fill, CancellationToken cancellationToken)
    {
        var known = await target.FindRunAsync(project, uid, cancellationToken);
        if (known is not null && known.Fingerprint == fingerprint && known.Deleted == deleted && !again)
        {
            tally.Unchanged();
            return;
        }

        if (known is { Deleted: true })
        {
            tally.Missed(
                subject,
                $"Run {uid} is in the trash of {project}. Restore it there to bring it over again.",
                new ImportCounts { Runs = 1 });
            return;
        }

        start["project"] = project;
        start["uid"] = uid;
        var answer = await target.PostAsync("api/v1/runs", start, cancellationToken);
        if (!answer.Ok)
        {
            tally.Missed(subject, answer.Problem, new ImportCounts { Runs = 1 });
            return;
        }

        var run = answer.Json.GetProperty("run").GetProperty("id").GetInt64();
        var end = await fill(run, cancellationToken);
        var environment = end["environment"] as JsonObject ?? [];
        end["environment"] = environment;
        environment[TargetRun.Mark] = new JsonObject
        {
            ["from"] = from,
            ["fingerprint"] = tally.IsDamaged(subject) ? null : fingerprint,
        };
        answer = await target.ChangeRunAsync(run, end, cancellationToken);
        if (answer.Ok && deleted)
            answer = await target.DeleteAsync($"api/v1/runs/{run}", cancellationToken);
        if (answer.Ok)
            tally.Came(new ImportCounts { Runs = 1 });
        else
            tally.Missed(subject, answer.Problem, new ImportCounts { Runs = 1 });
    }
}
