using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Cairn.Core.Runs;

/// <summary>Decides which runs can be started and what a change makes of one.</summary>
public static class RunRules
{
    /// <summary>Most characters of a uid.</summary>
    public const int UidLimit = 256;

    /// <summary>Most characters of a name, group or job type.</summary>
    public const int NameLimit = 500;

    /// <summary>Most bytes of one JSON document of a run.</summary>
    public const int DocumentLimit = 16 * 1024 * 1024;

    private static readonly string[] Adjectives =
    [
        "quiet", "amber", "brave", "clear", "dusty", "early", "fleet", "grand", "hazel", "ivory", "jolly", "keen",
        "lunar", "misty", "noble", "olive", "proud", "quick", "rapid", "sunny", "tidal", "urban", "vivid", "windy",
    ];

    private static readonly string[] Nouns =
    [
        "ridge", "stone", "summit", "valley", "river", "meadow", "canyon", "glacier", "harbor", "island", "lagoon",
        "marsh", "plateau", "prairie", "ravine", "reef", "shore", "slope", "spring", "trail", "tundra", "basin",
    ];

    /// <summary>Eight lower-case letters and digits, not guessable.</summary>
    public static string NewUid() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 8);

    /// <summary>A readable name such as <c>amber-ridge-417</c>.</summary>
    public static string NewName() =>
        $"{Adjectives[RandomNumberGenerator.GetInt32(Adjectives.Length)]}-" +
        $"{Nouns[RandomNumberGenerator.GetInt32(Nouns.Length)]}-{RandomNumberGenerator.GetInt32(1, 1000)}";

    /// <summary>
    /// How long a run can be silent before it counts as crashed, where one whose client beats every few seconds can be
    /// for <paramref name="limit"/>; null for ever. W&amp;B's clients beat every 30 s and put off what failed by up to
    /// 75 s. MLflow's say nothing between two metrics, which may be hours: only they themselves can end their runs.
    /// </summary>
    public static TimeSpan? SilenceLimit(Run run, TimeSpan limit) => run.Source switch
    {
        "mlflow" => null,
        "wandb" => limit * 2.5,
        _ => limit,
    };

    /// <summary>A readable name that ends with the run's number in its project, such as <c>amber-ridge-4</c>.</summary>
    public static string NewName(long number)
    {
        var name = NewName();
        return string.Create(CultureInfo.InvariantCulture, $"{name[..name.LastIndexOf('-')]}-{number}");
    }

    /// <summary>Why a run can't be started so; null when it can.</summary>
    public static Refusal? Check(RunStart start) =>
        CheckUid(start.Uid, isOwn: start.Source == "native")
        ?? CheckName("name", start.Name)
        ?? CheckName("group", start.Group)
        ?? CheckName("jobType", start.JobType)
        ?? CheckObject("config", start.Config)
        ?? CheckObject("labels", start.Labels)
        ?? CheckObject("environment", start.Environment);

    /// <summary>Why a run can't be changed so; null when it can.</summary>
    public static Refusal? Check(RunChange change) =>
        CheckName("name", change.Name)
        ?? CheckName("group", change.Group)
        ?? CheckName("jobType", change.JobType)
        ?? CheckObject("config", change.Config)
        ?? CheckObject("summary", change.Summary)
        ?? CheckObject("labels", change.Labels)
        ?? CheckObject("environment", change.Environment);

    /// <summary>The run after a change made at <paramref name="now"/> (Unix milliseconds).</summary>
    public static Run Apply(Run run, RunChange change, long now)
    {
        var state = change.State ?? run.State;
        var ended = IsEnd(state);

        // What a person stopped ends by an error of its own making; it did not fail.
        if (state == RunState.Failed && run.StopRequestedAt is not null)
            state = RunState.Killed;
        return run with
        {
            Name = string.IsNullOrEmpty(change.Name) ? run.Name : change.Name,
            Group = change.Group ?? run.Group,
            JobType = change.JobType ?? run.JobType,
            Notes = change.Notes ?? run.Notes,
            Tags = change.Tags is null ? run.Tags : [.. change.Tags.Distinct()],
            Labels = Merged(run.Labels, change.Labels),
            Config = Merged(run.Config, change.Config),
            Summary = Merged(run.Summary, change.Summary),
            Environment = Merged(run.Environment, change.Environment),
            State = state,
            ExitCode = ended ? change.ExitCode ?? run.ExitCode : null,
            StartedAt = change.StartedAt ?? run.StartedAt,
            FinishedAt = ended ? change.FinishedAt ?? run.FinishedAt ?? now : change.FinishedAt,
            HeartbeatAt = Math.Max(run.HeartbeatAt, now),
            StopRequestedAt = IsEnd(run.State) && !ended ? null : run.StopRequestedAt,
        };
    }

    /// <summary>Whether nothing more is expected of a run in that state.</summary>
    public static bool IsEnd(RunState state) => state is not (RunState.Running or RunState.Pending);

    private static JsonElement Merged(JsonElement target, JsonElement? change) =>
        change is { } merge ? JsonObjects.Merge(target, merge) : target;

    // Foreign clients choose uids by their own rules; paths carry those escaped.
    private static Refusal? CheckUid(string? uid, bool isOwn)
    {
        if (uid is null)
            return null;
        var valid = uid.Length is > 0 and <= UidLimit
            && uid.All(c => !(isOwn && c is ('/' or '\\' or '#' or '?' or '%' or ':')) && !char.IsControl(c));
        return valid
            ? null
            : Refusal.Invalid(
                "uid",
                "This can't be a run's uid.",
                $"1 to {UidLimit} characters without / \\ # ? % : and control characters",
                "Choose another uid, or leave it out to have one made.");
    }

    private static Refusal? CheckName(string field, string? name) =>
        name is null || name.Length <= NameLimit
            ? null
            : Refusal.Invalid(field, $"The {field} has {name.Length} characters.", $"{NameLimit} characters");

    private static Refusal? CheckObject(string field, JsonElement? document)
    {
        if (document is not { } json)
            return null;
        if (json.ValueKind != JsonValueKind.Object)
            return Refusal.Invalid(field, $"'{field}' is a JSON {json.ValueKind}.", "a JSON object");
        return json.GetRawText().Length <= DocumentLimit
            ? null
            : Refusal.Invalid(
                field,
                $"'{field}' is larger than a run's document may be.",
                $"{DocumentLimit} bytes",
                "Log it as a file.");
    }
}
