using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Core;
using Cairn.Core.Runs;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>MLflow's tags of a run: its labels, of which some are fields of the run itself.</summary>
internal static class RunTags
{
    /// <summary>The tag that is the run's name.</summary>
    public const string Name = "mlflow.runName";

    /// <summary>The tag that names the run which a run belongs to.</summary>
    public const string Parent = "mlflow.parentRunId";

    /// <summary>The tag that lists the models which the run has logged.</summary>
    public const string ModelHistory = "mlflow.log-model.history";

    /// <summary>A tag as a client sends it, its value cut to what is kept.</summary>
    public static KeyValuePair<string, string> Read(MlflowFields fields) => KeyValuePair.Create(
        MlflowNames.CheckKey(fields.Required("key"), fields.Name("key")),
        MlflowNames.Cut(fields.Text("value") ?? "", MlflowNames.TagValueLimit));

    /// <summary>The run with these tags set; of those given twice the last counts.</summary>
    public static Run Set(Run run, IReadOnlyCollection<KeyValuePair<string, string>> tags)
    {
        if (tags.Count == 0)
            return run;
        var change = new JsonObject();
        foreach (var (key, value) in tags)
        {
            if (key == Name)
                run = run with { Name = value.Length == 0 ? run.Name : value };
            else
                change[key] = value;
            if (key == Parent)
                run = run with { Parent = value };
            else if (key == ExperimentScope.NoteTag)
                run = run with { Notes = value };
        }

        return change.Count == 0
            ? run
            : run with { Labels = JsonObjects.Merge(run.Labels, JsonSerializer.SerializeToElement(change)) };
    }

    /// <summary>The run without a tag.</summary>
    public static Run Remove(Run run, string key) => run with
    {
        Labels = JsonObjects.Merge(run.Labels, JsonSerializer.SerializeToElement(new JsonObject { [key] = null })),
        Parent = key == Parent ? null : run.Parent,
        Notes = key == ExperimentScope.NoteTag ? null : run.Notes,
    };
}
