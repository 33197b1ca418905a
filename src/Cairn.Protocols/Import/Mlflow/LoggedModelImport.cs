using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>Brings the logged models of an experiment over with their ids, so that what names them goes on finding them.</summary>
internal sealed class LoggedModelImport(ImportTarget target, ImportTally tally)
{
    private const string Proxy = "mlflow-artifacts:/";
    private const int MetricsAtOnce = 500;

    /// <summary>Brings those that the server lacks, and what it lacks of the others. A source that knows none has none.</summary>
    public async Task BringAsync(
        IMlflowHistory history, MlflowExperiment experiment, long project, CancellationToken cancellationToken)
    {
        await foreach (var model in history.LoggedModelsAsync(experiment, cancellationToken))
        {
            var problem = await BringAsync(history, model, project, cancellationToken);
            var counts = new ImportCounts { LoggedModels = 1 };
            if (problem is null)
                tally.Came(counts);
            else
                tally.Missed(model.Id, $"Logged model {model.Id}: {problem}", counts);
        }
    }

    // Answers why it did not come; null when it did.
    private async Task<string?> BringAsync(
        IMlflowHistory history, MlflowLoggedModel model, long project, CancellationToken cancellationToken)
    {
        var known = await target.MlflowAsync(HttpMethod.Get, $"logged-models/{Uri.EscapeDataString(model.Id)}", null, cancellationToken);
        if (!known.Ok)
        {
            known = await target.MlflowAsync(HttpMethod.Post, "logged-models", Start(model, project), cancellationToken);
            if (!known.Ok)
                return known.Problem;
        }

        var info = known.Json.GetProperty("model").GetProperty("info");
        var uri = info.GetProperty("artifact_uri").GetString()!;
        await CopyAsync(history, model, uri, cancellationToken);
        if (await LogAsync(model, cancellationToken) is { } problem)
            return problem;
        if (Status(model.Status) is not { } status || info.GetProperty("status").GetString() == status)
            return null;
        var ended = await target.MlflowAsync(
            HttpMethod.Patch, $"logged-models/{Uri.EscapeDataString(model.Id)}",
            new JsonObject { ["model_id"] = model.Id, ["status"] = status }, cancellationToken);
        return ended.Ok ? null : ended.Problem;
    }

    private static JsonObject Start(MlflowLoggedModel model, long project) => new()
    {
        ["experiment_id"] = $"{project}",
        ["model_id"] = model.Id,
        ["creation_timestamp_ms"] = model.CreatedAt,
        ["name"] = model.Name,
        ["model_type"] = model.ModelType,
        ["source_run_id"] = model.SourceRun,
        ["params"] = Pairs(model.Params),
        ["tags"] = Pairs(model.Tags),
    };

    private async Task CopyAsync(IMlflowHistory history, MlflowLoggedModel model, string uri, CancellationToken cancellationToken)
    {
        if (!uri.StartsWith(Proxy, StringComparison.Ordinal))
        {
            tally.Missed(model.Id, $"The files of logged model {model.Id} did not come: its place is {uri}, which is not on the server.");
            return;
        }

        var root = uri[Proxy.Length..].Trim('/');
        await foreach (var file in history.FilesAsync(model, cancellationToken))
        {
            try
            {
                var answer = await target.PutArtifactAsync($"{root}/{file.Path}", file, cancellationToken);
                if (answer.Ok)
                    tally.Came(new ImportCounts { Files = 1, Bytes = file.Size ?? 0 });
                else
                    tally.Missed(model.Id, $"{file.LocalPath ?? file.Path}: {answer.Problem}", new ImportCounts { Files = 1 });
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                tally.Missed(
                    model.Id, $"{file.LocalPath ?? file.Path} can't be read: {exception.Message}", new ImportCounts { Files = 1 });
            }
        }
    }

    // The values themselves have come with their runs: a second time they change nothing but name the model.
    private async Task<string?> LogAsync(MlflowLoggedModel model, CancellationToken cancellationToken)
    {
        foreach (var some in model.Metrics.GroupBy(metric => metric.Run).SelectMany(run => run.Chunk(MetricsAtOnce)))
        {
            var body = new JsonObject
            {
                ["run_id"] = some[0].Run,
                ["metrics"] = new JsonArray([.. some.Select(metric => new JsonObject
                {
                    ["key"] = metric.Key,
                    ["value"] = MlflowNumber.Write(metric.Value),
                    ["timestamp"] = metric.Time,
                    ["step"] = metric.Step,
                    ["model_id"] = model.Id,
                    ["dataset_name"] = metric.Dataset,
                    ["dataset_digest"] = metric.Digest,
                })]),
            };
            var answer = await target.MlflowAsync(HttpMethod.Post, "runs/log-batch", body, cancellationToken);
            if (!answer.Ok)
                return answer.Problem;
        }

        return null;
    }

    private static string? Status(string? status) => status switch
    {
        "LOGGED_MODEL_READY" or "READY" or "2" => "LOGGED_MODEL_READY",
        "LOGGED_MODEL_UPLOAD_FAILED" or "FAILED" or "3" => "LOGGED_MODEL_UPLOAD_FAILED",
        _ => null,
    };

    private static JsonArray Pairs(IReadOnlyDictionary<string, string> pairs) =>
        new([.. pairs.Select(pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value })]);
}
