using System.Text.Json;

namespace Cairn.Protocols.Import;

/// <summary>A run as the server has it.</summary>
/// <param name="Id">The server's number.</param>
/// <param name="Fingerprint">What the last whole import said of its source; null when there was none.</param>
/// <param name="Deleted">Whether it is in the trash.</param>
internal sealed record TargetRun(long Id, string? Fingerprint, bool Deleted)
{
    /// <summary>The member of a run's environment that tells where it was imported from.</summary>
    public const string Mark = "import";

    public static TargetRun From(JsonElement run)
    {
        string? fingerprint = null;
        if (run.GetProperty("environment").TryGetProperty(Mark, out var mark) && mark.ValueKind == JsonValueKind.Object
            && mark.TryGetProperty("fingerprint", out var known) && known.ValueKind == JsonValueKind.String)
        {
            fingerprint = known.GetString();
        }

        var deleted = run.TryGetProperty("deletedAt", out var at) && at.ValueKind == JsonValueKind.Number;
        return new TargetRun(run.GetProperty("id").GetInt64(), fingerprint, deleted);
    }
}
