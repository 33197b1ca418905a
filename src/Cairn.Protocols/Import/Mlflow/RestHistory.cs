using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>A tracking server that speaks MLflow's REST API: MLflow's own, or another Cairn.</summary>
internal sealed class RestHistory : IMlflowHistory
{
    private const int PageSize = 1000;
    private const int HistoryPage = 25_000;
    private const int ModelPage = 50;
    private readonly ImportTally _tally;
    private readonly HttpClient _http;
    private bool? _isCairn;
    private bool? _hasLoggedModels;

    public RestHistory(string url, ImportTally tally)
    {
        _tally = tally;
        _http = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/"), Timeout = TimeSpan.FromMinutes(10) };
        _http.DefaultRequestHeaders.Authorization = Authorization();
    }

    public void Dispose() => _http.Dispose();

    public async IAsyncEnumerable<MlflowExperiment> ExperimentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _isCairn ??= await IsCairnAsync(cancellationToken);
        var request = new JsonObject
        {
            ["max_results"] = PageSize, ["view_type"] = "ALL", ["order_by"] = new JsonArray("creation_time ASC"),
        };
        await foreach (var experiment in PagesAsync("experiments/search", request, "experiments", cancellationToken))
        {
            var name = Text(experiment, "name") ?? "";
            yield return new MlflowExperiment
            {
                Id = Text(experiment, "experiment_id") ?? "",
                Name = name,
                Project = _isCairn == true && name.Contains('/') ? name : null,
                Tags = Pairs(experiment, "tags"),
            };
        }
    }

    public async IAsyncEnumerable<MlflowRun> RunsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new JsonObject
        {
            ["experiment_ids"] = new JsonArray(experiment.Id), ["max_results"] = PageSize, ["run_view_type"] = "ALL",
            ["order_by"] = new JsonArray("attributes.start_time ASC"),
        };
        await foreach (var run in PagesAsync("runs/search", request, "runs", cancellationToken))
        {
            var info = run.GetProperty("info");
            var data = run.TryGetProperty("data", out var known) ? known : default;
            yield return new MlflowRun
            {
                Id = Text(info, "run_id") ?? Text(info, "run_uuid") ?? "",
                Name = Text(info, "run_name"),
                User = Text(info, "user_id"),
                Status = Text(info, "status") ?? "FINISHED",
                StartTime = Integer(info, "start_time"),
                EndTime = Integer(info, "end_time"),
                ArtifactUri = Text(info, "artifact_uri") ?? "",
                Deleted = Text(info, "lifecycle_stage") == "deleted",
                Params = Pairs(data, "params"),
                Tags = Pairs(data, "tags"),
                Metrics = [.. Items(data, "metrics").Select(metric => Text(metric, "key")).OfType<string>().Distinct()],
                Datasets = [.. ReadDatasets(run)],
                UsedModels = [.. Items(Member(run, "inputs"), "model_inputs").Select(link => Text(link, "model_id")).OfType<string>()],
                MadeModels =
                [
                    .. Items(Member(run, "outputs"), "model_outputs")
                        .Select(link => (Text(link, "model_id") ?? "", Integer(link, "step") ?? 0)),
                ],
                Fingerprint = Fingerprint.Of(run.GetRawText()),
            };
        }
    }

    public async IAsyncEnumerable<ImportedPoint> PointsAsync(
        MlflowRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var key in run.Metrics)
        {
            string? token = null;
            do
            {
                var query = $"metrics/get-history?run_id={Uri.EscapeDataString(run.Id)}&metric_key={Uri.EscapeDataString(key)}" +
                    $"&max_results={HistoryPage}" + (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}");
                var page = await CallAsync(HttpMethod.Get, query, null, cancellationToken);
                foreach (var metric in Items(page, "metrics"))
                {
                    var value = metric.GetProperty("value") is { ValueKind: JsonValueKind.String } word
                        ? MlflowNumber.Parse(word.GetString()) ?? double.NaN
                        : metric.GetProperty("value").GetDouble();
                    yield return new ImportedPoint(
                        key, Integer(metric, "step") ?? 0, Integer(metric, "timestamp") ?? 0, MlflowNumber.FromDatabase(value));
                }

                token = Text(page, "next_page_token");
            }
            while (!string.IsNullOrEmpty(token));
        }
    }

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowRun run, CancellationToken cancellationToken)
    {
        var id = Uri.EscapeDataString(run.Id);
        return FilesAsync(
            run.Id, $"artifacts/list?run_id={id}", "path",
            path => $"get-artifact?run_uuid={id}&path={Uri.EscapeDataString(path)}", cancellationToken);
    }

    public IAsyncEnumerable<ImportedFile> FilesAsync(MlflowLoggedModel model, CancellationToken cancellationToken)
    {
        var call = $"logged-models/{Uri.EscapeDataString(model.Id)}/artifacts";
        return FilesAsync(
            model.Id, $"{call}/directories?", "artifact_directory_path",
            path => $"ajax-api/2.0/mlflow/{call}/files?artifact_file_path={Uri.EscapeDataString(path)}", cancellationToken);
    }

    public async IAsyncEnumerable<MlflowLoggedModel> LoggedModelsAsync(
        MlflowExperiment experiment, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!await HasLoggedModelsAsync(experiment, cancellationToken))
            yield break;
        var request = new JsonObject { ["experiment_ids"] = new JsonArray(experiment.Id), ["max_results"] = ModelPage };
        await foreach (var model in PagesAsync("logged-models/search", request, "models", cancellationToken))
        {
            var (info, data) = (Member(model, "info"), Member(model, "data"));
            yield return new MlflowLoggedModel
            {
                Id = Text(info, "model_id") ?? "",
                Name = Text(info, "name") ?? "",
                ModelType = Text(info, "model_type"),
                SourceRun = Text(info, "source_run_id"),
                Status = Text(info, "status"),
                CreatedAt = Integer(info, "creation_timestamp_ms"),
                ArtifactUri = Text(info, "artifact_uri") ?? "",
                Params = Pairs(data, "params"),
                Tags = Pairs(info, "tags"),
                Metrics =
                [
                    .. Items(data, "metrics").Select(metric => new MlflowModelMetric(
                        Text(metric, "run_id") ?? "", Text(metric, "key") ?? "",
                        MlflowNumber.FromDatabase(MlflowNumber.Parse(Text(metric, "value")) ?? double.NaN),
                        Integer(metric, "timestamp") ?? 0, Integer(metric, "step") ?? 0,
                        Text(metric, "dataset_name"), Text(metric, "dataset_digest"))),
                ],
            };
        }
    }

    // Servers of MLflow 2 do not know the call.
    private async Task<bool> HasLoggedModelsAsync(MlflowExperiment experiment, CancellationToken cancellationToken)
    {
        if (_hasLoggedModels is { } known)
            return known;
        var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment.Id), ["max_results"] = 1 };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/2.0/mlflow/logged-models/search")
        {
            Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        using var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        _hasLoggedModels = response.IsSuccessStatusCode;
        return response.IsSuccessStatusCode;
    }

    private async IAsyncEnumerable<ImportedFile> FilesAsync(
        string id, string list, string field, Func<string, string> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = new Queue<string?>([null]);
        while (folders.TryDequeue(out var folder))
        {
            string? token = null;
            do
            {
                var query = list +
                    (folder is null ? "" : $"&{field}={Uri.EscapeDataString(folder)}") +
                    (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}");
                JsonElement page;
                try
                {
                    page = await CallAsync(HttpMethod.Get, query, null, cancellationToken);
                }
                catch (InvalidDataException exception)
                {
                    _tally.Missed(id, $"The artifacts of {id} in '{folder}' can't be listed: {exception.Message}");
                    break;
                }

                foreach (var entry in Items(page, "files"))
                {
                    var path = Text(entry, "path") ?? "";
                    if (entry.TryGetProperty("is_dir", out var isFolder) && isFolder.ValueKind == JsonValueKind.True)
                        folders.Enqueue(path);
                    else
                        yield return new ImportedFile(path, Integer(entry, "file_size"), null, token => OpenAsync(read(path), token));
                }

                token = Text(page, "next_page_token");
            }
            while (!string.IsNullOrEmpty(token));
        }
    }

    public async IAsyncEnumerable<MlflowModel> ModelsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var model in QueriedAsync("registered-models/search", "registered_models", 100, null, cancellationToken))
            yield return await ReadModelAsync(model, cancellationToken);

        // Prompts are models too, which a search leaves out unless it asks for them.
        const string prompts = "tags.`mlflow.prompt.is_prompt` = 'true'";
        await foreach (var model in QueriedAsync("registered-models/search", "registered_models", 100, prompts, cancellationToken))
            yield return await ReadModelAsync(model, cancellationToken);
    }

    private async Task<MlflowModel> ReadModelAsync(JsonElement model, CancellationToken cancellationToken)
    {
        var name = Text(model, "name") ?? "";
        var versions = new List<MlflowVersion>();
        var isPrompt = Pairs(model, "tags").ContainsKey("mlflow.prompt.is_prompt");
        var filter = $"name = '{name}'" + (isPrompt ? " AND tags.`mlflow.prompt.is_prompt` = 'true'" : "");
        await foreach (var version in QueriedAsync("model-versions/search", "model_versions", 1000, filter, cancellationToken))
        {
            versions.Add(new MlflowVersion(
                long.Parse(Text(version, "version") ?? "0", CultureInfo.InvariantCulture),
                Text(version, "description"),
                Text(version, "current_stage"),
                Text(version, "source") ?? "",
                Text(version, "run_id"),
                Text(version, "run_link"),
                Pairs(version, "tags")));
        }

        // A search may leave the aliases out.
        var whole = await CallAsync(HttpMethod.Get, $"registered-models/get?name={Uri.EscapeDataString(name)}", null, cancellationToken);
        var aliases = Items(whole.GetProperty("registered_model"), "aliases").ToDictionary(
            alias => Text(alias, "alias") ?? "", alias => long.Parse(Text(alias, "version") ?? "0", CultureInfo.InvariantCulture));
        return new MlflowModel(
            name, Text(model, "description"), Pairs(model, "tags"), aliases, [.. versions.OrderBy(version => version.Number)]);
    }

    private async IAsyncEnumerable<JsonElement> PagesAsync(
        string call, JsonObject request, string list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await CallAsync(HttpMethod.Post, call, request.ToJsonString(), cancellationToken);
            foreach (var item in Items(page, list))
                yield return item;
            if (Text(page, "next_page_token") is not { Length: > 0 } token)
                yield break;
            request["page_token"] = token;
        }
    }

    private async IAsyncEnumerable<JsonElement> QueriedAsync(
        string call, string list, int limit, string? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var query = $"{call}?max_results={limit}" + (filter is null ? "" : $"&filter={Uri.EscapeDataString(filter)}") +
                (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}");
            var page = await CallAsync(HttpMethod.Get, query, null, cancellationToken);
            foreach (var item in Items(page, list))
                yield return item;
            token = Text(page, "next_page_token");
        }
        while (!string.IsNullOrEmpty(token));
    }

    private async Task<JsonElement> CallAsync(HttpMethod method, string call, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/2.0/mlflow/" + call);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            var json = JsonElement.Parse(bytes);
            if (response.IsSuccessStatusCode)
                return json;
            throw new InvalidDataException(Text(json, "message") ?? $"{call} answered {(int)response.StatusCode}.");
        }
        catch (JsonException)
        {
            throw new InvalidDataException(
                $"{_http.BaseAddress}api/2.0/mlflow/{call.Split('?')[0]} answered {(int)response.StatusCode} and no JSON.");
        }
    }

    private async Task<Stream> OpenAsync(string call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, call);
        var response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsStreamAsync(cancellationToken)
            : throw new IOException($"the tracking server answered {(int)response.StatusCode}.");
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new ImportException(
                $"The tracking server {_http.BaseAddress} does not answer: {exception.Message}. Repeat the command to go on.", exception);
        }
    }

    private async Task<bool> IsCairnAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/server");
        using var response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return response.IsSuccessStatusCode
            && (await response.Content.ReadAsStringAsync(cancellationToken)).Contains("\"dataDirectory\"", StringComparison.Ordinal);
    }

    private static IEnumerable<MlflowDataset> ReadDatasets(JsonElement run)
    {
        if (!run.TryGetProperty("inputs", out var inputs))
            yield break;
        foreach (var input in Items(inputs, "dataset_inputs"))
        {
            var dataset = input.GetProperty("dataset");
            yield return new MlflowDataset(
                Text(dataset, "name") ?? "", Text(dataset, "digest") ?? "", Text(dataset, "source_type") ?? "",
                Text(dataset, "source") ?? "", Text(dataset, "schema"), Text(dataset, "profile"), Pairs(input, "tags"));
        }
    }

    // The same variables as MLflow's own clients read.
    private static AuthenticationHeaderValue? Authorization()
    {
        if (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN") is { Length: > 0 } token)
            return new AuthenticationHeaderValue("Bearer", token);
        if (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_USERNAME") is not { Length: > 0 } user)
            return null;
        var password = Environment.GetEnvironmentVariable("MLFLOW_TRACKING_PASSWORD");
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    private static JsonElement Member(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static long? Integer(JsonElement json, string name) =>
        long.TryParse(Text(json, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : [];

    private static Dictionary<string, string> Pairs(JsonElement json, string name)
    {
        var pairs = new Dictionary<string, string>();
        foreach (var pair in Items(json, name))
            pairs[Text(pair, "key") ?? ""] = Text(pair, "value") ?? "";
        return pairs;
    }
}
