using System.Text.Json;
using Cairn.Core.Datasets;
using Cairn.Core.LoggedModels;
using Cairn.Core.Runs;

namespace Cairn.Protocols.Native.Wire;

internal sealed record RunDatasetWire(
    string Name, string Digest, string SourceType, JsonElement? Source, JsonElement? Schema, JsonElement? Profile,
    IReadOnlyDictionary<string, string> Labels)
{
    public static RunDatasetWire From(DatasetUse use) => new(
        use.Dataset.Name,
        use.Dataset.Digest,
        use.Dataset.SourceType,
        Json(use.Dataset.Source),
        Json(use.Dataset.Schema),
        Json(use.Dataset.Profile),
        use.Labels);

    // Clients usually send JSON here, but may send any text: that stays the text.
    private static JsonElement? Json(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, NativeJson.Default.String);
        }
    }
}

internal sealed record RunDatasetsWire(IReadOnlyList<RunDatasetWire> Datasets);

internal sealed record LoggedModelMetricWire(string Key, double Value, long Step, long Time, string? Dataset)
{
    public static LoggedModelMetricWire From(LoggedModelMetric metric) =>
        new(metric.Key, metric.Value, metric.Step, metric.Time, metric.Dataset);
}

internal sealed record LoggedModelWire(
    string Uid, string Name, string? Type, string State, string Role, long? Step,
    IReadOnlyDictionary<string, string> Params, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<LoggedModelMetricWire> Metrics, ModelRunWire? Run, long CreatedAt, long UpdatedAt)
{
    public static LoggedModelWire From(
        LoggedModel model, RunModel? link, bool made, IEnumerable<LoggedModelMetric> metrics, ModelRunWire? run) => new(
        model.Uid,
        model.Name,
        model.ModelType,
        model.State.ToString().ToLowerInvariant(),
        made ? "made" : "used",
        link is { IsOutput: true } ? link.Step : null,
        model.Params,
        model.Labels,
        [.. metrics.Select(LoggedModelMetricWire.From)],
        run,
        model.CreatedAt,
        model.UpdatedAt);
}

internal sealed record RunModelsWire(IReadOnlyList<LoggedModelWire> Models, IReadOnlyList<ModelVersionWire> Versions);

internal sealed record RelatedRunWire(long Id, string Uid, string Name, string State, string? Parent, string? JobType, long StartedAt, long? FinishedAt);

internal sealed record RunFamilyWire(IReadOnlyList<RelatedRunWire> Runs, bool IsCut)
{
    public static RunFamilyWire From(RunFamily family) => new(
        [
            .. family.Runs.Select(run => new RelatedRunWire(
                run.Id, run.Uid, run.Name, RunStates.Text(run.State), run.Parent, run.JobType, run.StartedAt, run.FinishedAt)),
        ],
        family.IsCut);
}
