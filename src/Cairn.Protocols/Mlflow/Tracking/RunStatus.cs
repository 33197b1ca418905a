using Cairn.Core.Runs;

namespace Cairn.Protocols.Mlflow.Tracking;

/// <summary>MLflow's words for the states of a run, by name or by their number in its protocol.</summary>
internal static class RunStatus
{
    /// <summary>The state that a request names; null when it names none.</summary>
    public static RunState? Read(MlflowFields fields)
    {
        if (fields.Raw("status") is not { } raw)
            return null;
        var word = raw.ValueKind == System.Text.Json.JsonValueKind.Number ? raw.GetRawText() : fields.Text("status");
        return word switch
        {
            "RUNNING" or "1" => RunState.Running,
            "SCHEDULED" or "2" => RunState.Pending,
            "FINISHED" or "3" => RunState.Finished,
            "FAILED" or "4" => RunState.Failed,
            "KILLED" or "5" => RunState.Killed,
            "" => null,
            _ => throw fields.Bad("status", "it has to be RUNNING, SCHEDULED, FINISHED, FAILED or KILLED."),
        };
    }
}
