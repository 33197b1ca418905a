using System.Text.Json;
using Cairn.Core.Runs.Querying;

namespace Cairn.Protocols.Mlflow;

/// <summary>Whether a search sees what is deleted; by name or by number in MLflow's protocol.</summary>
internal static class ViewType
{
    /// <summary>What a request asks for; only what is active when that can't be read, as MLflow does.</summary>
    public static RunVisibility Read(MlflowFields fields, string name)
    {
        if (fields.Raw(name) is not { } raw)
            return RunVisibility.Active;
        return (raw.ValueKind == JsonValueKind.String ? fields.Text(name) : raw.GetRawText()) switch
        {
            "DELETED_ONLY" or "2" => RunVisibility.Deleted,
            "ALL" or "3" => RunVisibility.All,
            _ => RunVisibility.Active,
        };
    }
}
