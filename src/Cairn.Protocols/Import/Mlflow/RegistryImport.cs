using System.Globalization;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Import.Mlflow;

/// <summary>
/// Brings registered models over with the numbers of their versions, over the server's own MLflow API. What has been
/// deleted from the middle of a model's versions leaves the same gap here.
/// </summary>
internal sealed class RegistryImport(ImportTarget target, ImportTally tally)
{
    public async Task BringAsync(IMlflowHistory history, CancellationToken cancellationToken)
    {
        await foreach (var model in history.ModelsAsync(cancellationToken))
        {
            if (await CreateAsync(model, cancellationToken))
                await FillAsync(model, cancellationToken);
        }
    }

    private async Task<bool> CreateAsync(MlflowModel model, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["name"] = model.Name, ["tags"] = Tags(model.Tags), ["description"] = model.Description };
        var answer = await PostAsync("registered-models/create", body, cancellationToken);
        if (answer.Ok || answer.ErrorCode == "RESOURCE_ALREADY_EXISTS")
        {
            tally.Came(new ImportCounts { Models = 1 });
            return true;
        }

        tally.Missed(
            model.Name,
            $"Model '{model.Name}': {answer.Problem}",
            new ImportCounts { Models = 1, ModelVersions = model.Versions.Count });
        return false;
    }

    private async Task FillAsync(MlflowModel model, CancellationToken cancellationToken)
    {
        foreach (var version in model.Versions)
        {
            if (await BringAsync(model, version, cancellationToken) is { } problem)
            {
                tally.Missed(
                    model.Name, $"Version {version.Number} of model '{model.Name}': {problem}", new ImportCounts { ModelVersions = 1 });
            }
            else
            {
                tally.Came(new ImportCounts { ModelVersions = 1 });
            }
        }

        foreach (var (alias, version) in model.Aliases)
        {
            var body = new JsonObject { ["name"] = model.Name, ["alias"] = alias, ["version"] = Text(version) };
            var answer = await PostAsync("registered-models/alias", body, cancellationToken);
            if (!answer.Ok)
                tally.Missed(model.Name, $"Alias '{alias}' of model '{model.Name}': {answer.Problem}");
        }
    }

    // Answers why it did not come; null when it did.
    private async Task<string?> BringAsync(MlflowModel model, MlflowVersion version, CancellationToken cancellationToken)
    {
        var known = await target.MlflowAsync(
            HttpMethod.Get,
            $"model-versions/get?name={Uri.EscapeDataString(model.Name)}&version={version.Number}",
            null,
            cancellationToken);
        if (known.Ok)
        {
            var run = known.Json.GetProperty("model_version") is var there && there.TryGetProperty("run_id", out var owner)
                ? owner.GetString()
                : null;
            return (run ?? "") == (version.Run ?? "") ? null : $"the server has another version of that number, of run '{run}'.";
        }

        var (source, problem) = await SourceAsync(version, cancellationToken);
        if (problem is not null)
            return problem;
        while (true)
        {
            var body = new JsonObject
            {
                ["name"] = model.Name,
                ["source"] = source,
                ["run_id"] = version.Run,
                ["run_link"] = version.RunLink,
                ["description"] = version.Description,
                ["tags"] = Tags(version.Tags),
            };
            var answer = await PostAsync("model-versions/create", body, cancellationToken);
            if (!answer.Ok)
                return answer.Problem;
            var number = long.Parse(
                answer.Json.GetProperty("model_version").GetProperty("version").GetString()!, CultureInfo.InvariantCulture);
            if (number == version.Number)
                break;

            // A number before it that the source has no more, or one behind it because the server's own are in the way.
            await target.MlflowAsync(
                HttpMethod.Delete,
                "model-versions/delete",
                new JsonObject { ["name"] = model.Name, ["version"] = Text(number) },
                cancellationToken);
            if (number > version.Number)
                return $"the server has given that number before; its next is {number}.";
        }

        if (version.Stage is null or "" or "None")
            return null;
        var moved = await PostAsync(
            "model-versions/transition-stage",
            new JsonObject
            {
                ["name"] = model.Name, ["version"] = Text(version.Number), ["stage"] = version.Stage, ["archive_existing_versions"] = false,
            },
            cancellationToken);
        return moved.Ok ? null : moved.Problem;
    }

    // Files of a run are in that run here too, wherever they were before.
    private async Task<(string? Source, string? Problem)> SourceAsync(MlflowVersion version, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(version.Run) || Inner(version) is not { } inner)
            return (version.Source, null);
        var answer = await target.MlflowAsync(
            HttpMethod.Get, $"runs/get?run_id={Uri.EscapeDataString(version.Run)}", null, cancellationToken);
        if (!answer.Ok)
            return (null, $"its run {version.Run} did not come: {answer.Problem}");
        var root = answer.Json.GetProperty("run").GetProperty("info").GetProperty("artifact_uri").GetString()!;
        return (inner.Length == 0 ? root : $"{root}/{inner}", null);
    }

    private static string? Inner(MlflowVersion version)
    {
        foreach (var root in new[] { $"{version.Run}/artifacts", $"runs:/{version.Run}" })
        {
            var at = version.Source.Replace('\\', '/').IndexOf(root, StringComparison.Ordinal);
            if (at >= 0)
                return version.Source[(at + root.Length)..].Replace('\\', '/').Trim('/');
        }

        return null;
    }

    private Task<ImportAnswer> PostAsync(string call, JsonObject body, CancellationToken cancellationToken) =>
        target.MlflowAsync(HttpMethod.Post, call, body, cancellationToken);

    private static JsonArray Tags(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
