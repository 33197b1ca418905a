using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Runs;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Runs: start, read, change, trash.</summary>
internal sealed class RunEndpoints(RunStore runs, ExperimentScope experiments, RunScope scope)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("runs/create", CreateAsync);
        routes.Get("runs/get", Get);
        routes.Post("runs/update", UpdateAsync);
        routes.Post("runs/delete", DeleteAsync);
        routes.Post("runs/restore", RestoreAsync);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var experiment = request.Text("experiment_id");
        if (string.IsNullOrEmpty(experiment))
            throw new MlflowRefusal(MlflowCodes.BadRequest, "Parameter 'experiment_id' must not be empty.");
        var tags = request.Objects("tags").Select(RunTags.Read).ToList();
        var named = tags.LastOrDefault(tag => tag.Key == RunTags.Name).Value;
        var name = request.Text("run_name");
        if (name is { Length: > 0 } && named is { Length: > 0 } && name != named)
        {
            throw MlflowRefusal.Invalid(
                $"Both 'run_name' ('{MlflowNames.Shorten(name)}') and the tag '{RunTags.Name}' ('{MlflowNames.Shorten(named)}') " +
                "name the run, and they differ.");
        }

        var labels = new JsonObject();
        foreach (var (key, value) in tags)
        {
            if (key != RunTags.Name)
                labels[key] = value;
        }

        var environment = request.Text("user_id") is { } user
            ? JsonSerializer.SerializeToElement(new JsonObject { ["user"] = user })
            : JsonObjects.Empty;
        var project = experiments.RequireActive(request.Caller, experiment);
        var (run, _) = await runs.StartAsync(
            request.Caller,
            project,
            new RunStart
            {
                Uid = Guid.NewGuid().ToString("n"),
                Name = name is { Length: > 0 } ? name : named,
                Source = "mlflow",
                Labels = JsonSerializer.SerializeToElement(labels),
                Environment = environment,
                Parent = tags.LastOrDefault(tag => tag.Key == RunTags.Parent).Value,
                Notes = tags.LastOrDefault(tag => tag.Key == ExperimentScope.NoteTag).Value,
                StartedAt = request.Integer("start_time") ?? 0,
            },
            request.Aborted).OrRefuseAsync();
        return new RunAnswer(scope.Write(request.Caller, run));
    }

    private Task<object> Get(MlflowRequest request) => Task.FromResult<object>(new RunAnswer(
        scope.Write(request.Caller, scope.Require(request.Caller, request.Required("run_id", "run_uuid")))));

    private async Task<object> UpdateAsync(MlflowRequest request)
    {
        var id = request.Required("run_id", "run_uuid");
        var state = RunStatus.Read(request);
        var ended = request.Integer("end_time");
        var name = request.Text("run_name");
        if (name is { Length: > RunRules.NameLimit })
            throw MlflowRefusal.Invalid($"'run_name' exceeds the maximum length of {RunRules.NameLimit} characters.");
        var run = scope.RequireActive(request.Caller, id);
        var changed = await runs.UpdateAsync(
            request.Caller,
            run.Id,
            (known, now) =>
            {
                var resumes = state is RunState.Running or RunState.Pending && known.State is not (RunState.Running or RunState.Pending);
                return known with
                {
                    Name = string.IsNullOrEmpty(name) ? known.Name : name,
                    State = state ?? known.State,
                    FinishedAt = ended ?? (resumes ? null : known.FinishedAt),
                    HeartbeatAt = Math.Max(known.HeartbeatAt, now),
                };
            },
            request.Aborted).OrRefuseAsync();
        return new RunInfoAnswer(scope.WriteInfo(request.Caller, changed));
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        var run = scope.Require(request.Caller, request.Required("run_id"));
        await runs.TrashAsync(request.Caller, run.Id, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> RestoreAsync(MlflowRequest request)
    {
        var run = scope.Require(request.Caller, request.Required("run_id"));
        await runs.RestoreAsync(request.Caller, run.Id, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }
}
