using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core.Datasets;
using Cairn.Core.LoggedModels;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>What runs have used and made: datasets and models.</summary>
internal sealed class RunInputEndpoints(RunStore runs, RunScope scope, DatasetStore datasets, LoggedModelStore models)
{
    private const int DatasetsAtOnce = 1000;
    private const int NameLimit = 500;
    private const int DigestLimit = 36;
    private const int SourceLimit = 65_535;
    private const int SchemaLimit = 1_048_575;
    private const int ProfileLimit = 16_777_215;
    private const int TagKeyLimit = 255;
    private const int TagValueLimit = 500;
    private const int ExperimentsAtOnce = 20;
    private const int SummaryLimit = 1000;
    private const string ContextTag = "mlflow.data.context";

    public void Map(MlflowRoutes routes)
    {
        routes.Post("runs/log-inputs", LogInputsAsync);
        routes.Post("runs/outputs", LogOutputsAsync);
        routes.Post("runs/log-model", LogModelAsync);
        routes.Post("experiments/search-datasets", SearchDatasets);

        // Where real servers have it too: a slash is missing in their route, and clients send it so.
        routes.MapExact("POST", "/api/2.0mlflow/experiments/search-datasets", SearchDatasets);
        routes.MapExact("POST", "/ajax-api/2.0mlflow/experiments/search-datasets", SearchDatasets);
    }

    private async Task<object> LogInputsAsync(MlflowRequest request)
    {
        var id = MlflowNames.CheckRunId(request.Required("run_id"));
        if (!request.Has("datasets") && !request.Has("models"))
            throw request.Absent("datasets");
        var inputs = request.Objects("datasets");
        if (inputs.Count > DatasetsAtOnce)
            throw MlflowRefusal.Invalid($"A request can log at most {DatasetsAtOnce} 'datasets', and this one has {inputs.Count}.");
        var uses = inputs.Select(ReadUse).ToList();
        var used = request.Objects("models").Select(model => model.Required("model_id")).ToList();
        var run = scope.RequireActive(request.Caller, id);
        if (uses.Count > 0)
            await datasets.UseAsync(request.Caller, run, uses, request.Aborted);
        if (used.Count > 0)
        {
            await models.LinkAsync(
                request.Caller, [.. used.Select(model => new RunModel(run.Id, model, IsOutput: false, 0))], request.Aborted);
        }

        return EmptyWire.Value;
    }

    private async Task<object> LogOutputsAsync(MlflowRequest request)
    {
        var id = MlflowNames.CheckRunId(request.Required("run_id"));
        var made = request.Objects("models")
            .Select(model => (Uid: model.Required("model_id"), Step: model.Integer("step") ?? 0)).ToList();
        var run = scope.RequireActive(request.Caller, id);
        await models.LinkAsync(
            request.Caller, [.. made.Select(model => new RunModel(run.Id, model.Uid, IsOutput: true, model.Step))], request.Aborted);
        return EmptyWire.Value;
    }

    private async Task<object> LogModelAsync(MlflowRequest request)
    {
        var id = request.Required("run_id");
        var text = request.Required("model_json");
        if (Parse(text) is not { } model)
            throw MlflowRefusal.Invalid($"Malformed model info in parameter 'model_json': it is no JSON object: '{MlflowNames.Shorten(text)}'.");
        string[] needed = ["artifact_path", "flavors", "utc_time_created", "run_id"];
        var missing = needed.Where(name => !model.ContainsKey(name)).ToList();
        if (missing.Count > 0)
            throw MlflowRefusal.Invalid($"Model json is missing mandatory fields: {string.Join(", ", missing)} (parameter 'model_json').");
        var run = scope.RequireActive(request.Caller, id);
        await runs.UpdateAsync(
            request.Caller,
            run.Id,
            (known, _) => RunTags.Set(known, [KeyValuePair.Create(RunTags.ModelHistory, Append(known, model))]),
            request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private Task<object> SearchDatasets(MlflowRequest request)
    {
        var ids = request.Texts("experiment_ids");
        if (ids.Count == 0)
            throw MlflowRefusal.Invalid("SearchDatasets request must specify at least one experiment_id.");
        if (ids.Count > ExperimentsAtOnce)
            throw MlflowRefusal.Invalid($"SearchDatasets request cannot specify more than {ExperimentsAtOnce} experiment_ids, and it has {ids.Count}.");
        var summaries = datasets.OfProjects(request.Caller, ExperimentScope.Numbers(ids))
            .Select(use => new DatasetSummaryWire(
                ExperimentScope.Text(use.ProjectId), use.Dataset.Name, use.Dataset.Digest, use.Labels.GetValueOrDefault(ContextTag)))
            .Distinct()
            .Take(SummaryLimit);
        return Task.FromResult<object>(new DatasetSummariesAnswer(summaries.OrNull()));
    }

    private static (Dataset, IReadOnlyDictionary<string, string>) ReadUse(MlflowFields input)
    {
        var labels = new Dictionary<string, string>();
        foreach (var tag in input.Objects("tags"))
        {
            var key = MlflowNames.CheckLength(tag.Required("key"), TagKeyLimit, tag.Name("key"));
            labels[key] = MlflowNames.CheckLength(tag.Text("value") ?? "", TagValueLimit, tag.Name("value"));
        }

        var fields = input.RequiredObject("dataset");
        return (
            new Dataset(
                Read(fields, "name", NameLimit),
                Read(fields, "digest", DigestLimit),
                fields.Required("source_type"),
                Read(fields, "source", SourceLimit),
                fields.Text("schema") is { } schema ? MlflowNames.CheckLength(schema, SchemaLimit, fields.Name("schema")) : null,
                fields.Text("profile") is { } profile ? MlflowNames.CheckLength(profile, ProfileLimit, fields.Name("profile")) : null),
            labels);
    }

    private static string Read(MlflowFields fields, string name, int limit) =>
        MlflowNames.CheckLength(fields.Required(name), limit, fields.Name(name));

    private static JsonObject? Parse(string text)
    {
        try
        {
            // Looking up a name is what finds repeated ones.
            return JsonNode.Parse(text) is JsonObject model && !model.ContainsKey("\0") ? model : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Append(Run run, JsonObject model)
    {
        JsonArray? history = null;
        if (run.Labels.TryGetProperty(RunTags.ModelHistory, out var tag) && tag.ValueKind == JsonValueKind.String)
        {
            try
            {
                history = JsonNode.Parse(tag.GetString()!) as JsonArray;
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // A client has overwritten it with something else: it begins anew.
            }
        }

        history ??= [];
        history.Add(model.DeepClone());
        return history.ToJsonString();
    }
}
