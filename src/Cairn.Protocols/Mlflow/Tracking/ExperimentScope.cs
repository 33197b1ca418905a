using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cairn.Core.Access;
using Cairn.Core.Projects;
using Cairn.Protocols.Mlflow.Wire;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>Projects as MLflow's experiments: finds them and tells what they are called there.</summary>
internal sealed partial class ExperimentScope(ProjectStore projects)
{
    /// <summary>The tag by which MLflow's pages keep a description.</summary>
    public const string NoteTag = "mlflow.note.content";

    /// <summary>The project of an id, also from the trash; an unknown one ends the call.</summary>
    public Project Require(Caller caller, string id) =>
        Find(caller, id) ?? throw MlflowRefusal.Missing($"No Experiment with id={MlflowNames.Shorten(id)} exists.");

    /// <summary>The project of an id outside the trash; any other ends the call.</summary>
    public Project RequireActive(Caller caller, string id)
    {
        var project = Require(caller, id);
        return project.DeletedAt is null
            ? project
            : throw MlflowRefusal.Invalid($"The experiment {id} must be in the 'active' state, and it is deleted.");
    }

    /// <summary>The project that an experiment's name stands for: of the team that has no name, else <c>team/name</c>.</summary>
    public Project? FindByName(Caller caller, string name)
    {
        if (projects.Find(caller, ProjectRules.DefaultTeam, name) is { } own)
            return own;
        var (team, rest) = ProjectRules.SplitPath(name);
        return team == ProjectRules.DefaultTeam ? null : projects.Find(caller, team, rest);
    }

    /// <summary>The ids of those that are numbers; what is not one names no experiment.</summary>
    public static IReadOnlyList<long> Numbers(IEnumerable<string> ids) =>
    [
        .. ids.Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)
            .Where(number => number >= 0)
            .Distinct(),
    ];

    /// <summary>What an experiment is called: the project's name, with its team where that is not the default.</summary>
    public static string NameOf(Project project) =>
        project.Team == ProjectRules.DefaultTeam ? project.Name : project.Path;

    /// <summary>Where the artifacts of an experiment go.</summary>
    public static string LocationOf(Project project) => project.ArtifactLocation ?? $"mlflow-artifacts:/{project.Id}";

    public static ExperimentWire Write(Project project) => new(
        Text(project.Id),
        NameOf(project),
        LocationOf(project),
        project.DeletedAt is null ? "active" : "deleted",
        project.UpdatedAt,
        project.CreatedAt,
        Pairs(project.Labels).OrNull());

    /// <summary>The members of a JSON object of strings.</summary>
    public static IEnumerable<PairWire> Pairs(JsonElement labels) => labels.EnumerateObject().Select(label => new PairWire(
        label.Name, label.Value.ValueKind == JsonValueKind.String ? label.Value.GetString()! : label.Value.GetRawText()));

    public static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private Project? Find(Caller caller, string id)
    {
        if (!Shape().IsMatch(id))
            throw MlflowRefusal.Invalid($"Invalid value '{MlflowNames.Shorten(id)}' for parameter 'experiment_id' supplied.");
        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? projects.Find(caller, number)
            : throw MlflowRefusal.Invalid(
                $"Invalid value '{MlflowNames.Shorten(id)}' for parameter 'experiment_id' supplied: it has to be a whole number.");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][\w\-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
