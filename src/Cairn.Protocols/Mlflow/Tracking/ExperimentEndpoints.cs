using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Projects;
using Cairn.Protocols.Mlflow.Artifacts;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Experiments: make, read, change, trash, tag.</summary>
internal sealed class ExperimentEndpoints(ProjectStore projects, ProjectTrash trash, ExperimentScope experiments)
{
    public void Map(MlflowRoutes routes)
    {
        routes.Post("experiments/create", CreateAsync);
        routes.Get("experiments/get", Get);
        routes.Get("experiments/get-by-name", GetByName);
        routes.Post("experiments/update", UpdateAsync);
        routes.Post("experiments/delete", DeleteAsync);
        routes.Post("experiments/restore", RestoreAsync);
        routes.Post("experiments/set-experiment-tag", SetTagAsync);
        routes.Post("experiments/delete-experiment-tag", DeleteTagAsync);
    }

    private async Task<object> CreateAsync(MlflowRequest request)
    {
        var name = MlflowNames.CheckLength(request.Required("name"), ProjectRules.NameLimit, "name");
        var location = ArtifactLocation.Check(request.Text("artifact_location"));
        var tags = request.Objects("tags").Select(ReadTag).ToList();
        if (experiments.FindByName(request.Caller, name) is { } taken)
        {
            throw MlflowRefusal.Taken(taken.DeletedAt is null
                ? $"Experiment(name={name}) already exists."
                : $"Experiment(name={name}) already exists in deleted state: restore it, or use another name.");
        }

        var labels = new JsonObject();
        foreach (var (key, value) in tags)
            labels[key] = value;
        var project = await projects.CreateAsync(
            request.Caller, ProjectRules.DefaultTeam, name, JsonSerializer.SerializeToElement(labels), location,
            request.Aborted).OrRefuseAsync();
        if (tags.LastOrDefault(tag => tag.Key == ExperimentScope.NoteTag) is { } note)
            await ChangeAsync(request, project.Id, known => known with { Description = note.Value });
        return new ExperimentIdWire(ExperimentScope.Text(project.Id));
    }

    private Task<object> Get(MlflowRequest request) => Task.FromResult<object>(new ExperimentAnswer(
        ExperimentScope.Write(experiments.Require(request.Caller, request.Required("experiment_id")))));

    private Task<object> GetByName(MlflowRequest request)
    {
        var name = request.Required("experiment_name");
        var project = experiments.FindByName(request.Caller, name)
            ?? throw MlflowRefusal.Missing($"Could not find experiment with name '{MlflowNames.Shorten(name)}'.");
        return Task.FromResult<object>(new ExperimentAnswer(ExperimentScope.Write(project)));
    }

    private async Task<object> UpdateAsync(MlflowRequest request)
    {
        var project = experiments.Require(request.Caller, request.Required("experiment_id"));
        var name = MlflowNames.CheckLength(request.Required("new_name"), ProjectRules.NameLimit, "new_name");
        if (project.DeletedAt is not null)
        {
            throw new MlflowRefusal(
                MlflowCodes.InvalidState, $"Experiment {project.Id} is deleted, and only an active one can be renamed.");
        }

        if (experiments.FindByName(request.Caller, name) is { } taken && taken.Id != project.Id)
            throw new MlflowRefusal(MlflowCodes.BadRequest, $"An experiment named '{name}' already exists.");
        if (name != ExperimentScope.NameOf(project))
            await ChangeAsync(request, project.Id, known => known with { Name = name });
        return EmptyWire.Value;
    }

    private async Task<object> DeleteAsync(MlflowRequest request)
    {
        var project = experiments.Require(request.Caller, request.Required("experiment_id"));
        await trash.TrashAsync(request.Caller, project.Id, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> RestoreAsync(MlflowRequest request)
    {
        var project = experiments.Require(request.Caller, request.Required("experiment_id"));
        await trash.RestoreAsync(request.Caller, project.Id, request.Aborted).OrRefuseAsync();
        return EmptyWire.Value;
    }

    private async Task<object> SetTagAsync(MlflowRequest request)
    {
        var id = request.Required("experiment_id");
        var (key, value) = ReadTag(request);
        var project = experiments.RequireActive(request.Caller, id);
        await ChangeAsync(request, project.Id, known => known with
        {
            Labels = JsonObjects.Merge(known.Labels, JsonSerializer.SerializeToElement(new JsonObject { [key] = value })),
            Description = key == ExperimentScope.NoteTag ? value : known.Description,
        });
        return EmptyWire.Value;
    }

    private async Task<object> DeleteTagAsync(MlflowRequest request)
    {
        var id = request.Required("experiment_id");
        var key = request.Required("key");
        var project = experiments.RequireActive(request.Caller, id);
        if (!project.Labels.TryGetProperty(key, out _))
            throw MlflowRefusal.Missing($"No tag with name: {MlflowNames.Shorten(key)} in experiment {project.Id}.");
        await ChangeAsync(request, project.Id, known => known with
        {
            Labels = JsonObjects.Merge(known.Labels, JsonSerializer.SerializeToElement(new JsonObject { [key] = null })),
            Description = key == ExperimentScope.NoteTag ? null : known.Description,
        });
        return EmptyWire.Value;
    }

    private Task<Project> ChangeAsync(MlflowRequest request, long id, Func<Project, Project> change) =>
        projects.UpdateAsync(request.Caller, id, change, request.Aborted).OrRefuseAsync();

    private static PairWire ReadTag(MlflowFields fields) => new(
        MlflowNames.CheckLength(fields.Required("key"), MlflowNames.KeyLimit, fields.Name("key")),
        MlflowNames.CheckLength(fields.Text("value") ?? "", MlflowNames.ExperimentTagValueLimit, fields.Name("value")));
}
