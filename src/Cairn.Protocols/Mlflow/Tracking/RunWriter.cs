using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Access;
using Cairn.Core.LoggedModels;
using Cairn.Core.Logging;
using Cairn.Core.Runs;
using Cairn.Storage.Series;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Brings parameters, tags and metrics into a run: first the documents in one change, then the points.</summary>
internal sealed class RunWriter(RunStore runs, RunLog log, LoggedModelStore models)
{
    /// <summary>
    /// Writes all of it, or ends the call before anything is written when a parameter is there with another value.
    /// </summary>
    public async Task WriteAsync(
        Caller caller, Run run, IReadOnlyList<KeyValuePair<string, string>> parameters,
        IReadOnlyList<KeyValuePair<string, string>> tags, IReadOnlyList<MetricPoint> metrics,
        CancellationToken cancellationToken)
    {
        if (parameters.Count + tags.Count > 0)
        {
            await runs.UpdateAsync(
                caller,
                run.Id,
                (known, now) => SetParameters(RunTags.Set(known, tags), parameters)
                    .Try(out var changed, out var refusal)
                    ? changed with { HeartbeatAt = Math.Max(known.HeartbeatAt, now) }
                    : refusal,
                cancellationToken).OrRefuseAsync();
        }

        if (metrics.Count == 0)
            return;
        var links = Links(caller, run, metrics);
        using var points = Build(run.Id, metrics);
        await log.AppendAsync(
            caller,
            run.Id,
            new LogBatch { Points = points, LastStep = metrics.Max(metric => metric.Step) },
            cancellationToken).OrRefuseAsync();
        if (links.Count > 0)
            await models.LogAsync(caller, links, cancellationToken);
    }

    private static Outcome<Run> SetParameters(Run run, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        var added = new JsonObject();
        foreach (var (key, value) in parameters)
        {
            var old = RunParams.Find(run.Config, key);
            if (old is null)
            {
                added[key] = value;
            }
            else if (old != value)
            {
                return Refusal.Invalid(
                    "params",
                    $"Parameter '{key}' of run {run.Uid} has been logged with the value '{MlflowNames.Shorten(old)}', and " +
                    $"parameters cannot be changed to another ('{MlflowNames.Shorten(value)}').");
            }
        }

        return added.Count == 0
            ? run
            : run with { Config = JsonObjects.Merge(run.Config, JsonSerializer.SerializeToElement(added)) };
    }

    // Neighbours of the same step and time are one row, which is smaller on disk.
    private static SeriesBatch Build(long run, IReadOnlyList<MetricPoint> metrics)
    {
        var builder = new SeriesBatchBuilder(run);
        for (var i = 0; i < metrics.Count; i++)
        {
            var metric = metrics[i];
            if (i == 0 || metrics[i - 1].Step != metric.Step || metrics[i - 1].Time != metric.Time)
            {
                if (i > 0)
                    builder.EndRow();
                builder.BeginRow(metric.Step, metric.Time);
            }

            builder.Add(metric.Key, metric.Value);
        }

        builder.EndRow();
        return builder.Build();
    }

    private List<LoggedModelMetric> Links(Caller caller, Run run, IReadOnlyList<MetricPoint> metrics)
    {
        var links = new List<LoggedModelMetric>();
        foreach (var group in metrics.Where(metric => !string.IsNullOrEmpty(metric.Model)).GroupBy(metric => metric.Model!))
        {
            var model = models.Find(caller, group.Key)
                ?? throw MlflowRefusal.Missing($"There is no logged model with id '{MlflowNames.Shorten(group.Key)}'.");
            links.AddRange(group.Select(metric => new LoggedModelMetric(
                model.Id, run.Uid, metric.Key, metric.Value, metric.Time, metric.Step, metric.Dataset, metric.Digest)));
        }

        return links;
    }
}
