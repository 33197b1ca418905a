using System.Collections.Frozen;
using System.Text.Json;

namespace Cairn.Core.Runs.Querying;

/// <summary>The attributes of a run by the names that columns have for them.</summary>
internal static class RunAttributes
{
    private static readonly FrozenDictionary<string, Func<RunRecord, long?>> Integers =
        new Dictionary<string, Func<RunRecord, long?>>
        {
            ["id"] = run => run.Id,
            ["projectId"] = run => run.ProjectId,
            ["createdAt"] = run => run.CreatedAt,
            ["startedAt"] = run => run.StartedAt,
            ["finishedAt"] = run => run.FinishedAt,
            ["heartbeatAt"] = run => run.HeartbeatAt,
            ["deletedAt"] = run => run.DeletedAt,
            // A run that has not ended has lasted until its last sign of life; clocks of client and server may differ.
            ["duration"] = run => Math.Max(0, (run.FinishedAt ?? run.HeartbeatAt) - run.StartedAt),
            ["exitCode"] = run => run.ExitCode,
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, Func<RunRecord, RunValue>> Readers =
        new Dictionary<string, Func<RunRecord, RunValue>>(
            Integers.Select(one => KeyValuePair.Create(one.Key, new Func<RunRecord, RunValue>(run => RunValue.Of(one.Value(run))))))
        {
            ["uid"] = run => RunValue.Of(run.Uid),
            ["name"] = run => RunValue.Of(run.Name),
            ["state"] = run => RunValue.Of(Word(run.State)),
            ["group"] = run => RunValue.Of(run.Group),
            ["jobType"] = run => RunValue.Of(run.JobType),
            ["notes"] = run => RunValue.Of(run.Notes),
            ["source"] = run => RunValue.Of(run.Source),
            ["parent"] = run => RunValue.Of(run.Parent),
            ["tags"] = run => run.Tags.Count == 0
                ? default
                : RunValue.List(JsonSerializer.Serialize(run.Tags, QueryJson.Default.IReadOnlyListString)),
        }.ToFrozenDictionary();

    public static IReadOnlyCollection<string> Names => Readers.Keys;

    /// <summary>Of each attribute, which kind its values have and whether a run has one.</summary>
    public static IReadOnlyList<(string Name, RunValueKind Kind, Func<RunRecord, bool> Has)> Presence { get; } =
    [
        .. Integers.Select(one => (one.Key, RunValueKind.Integer, new Func<RunRecord, bool>(run => one.Value(run) is not null))),
        ("uid", RunValueKind.Text, _ => true),
        ("name", RunValueKind.Text, _ => true),
        ("state", RunValueKind.Text, _ => true),
        ("group", RunValueKind.Text, run => run.HasGroup),
        ("jobType", RunValueKind.Text, run => run.HasJobType),
        ("notes", RunValueKind.Text, run => run.HasNotes),
        ("source", RunValueKind.Text, _ => true),
        ("parent", RunValueKind.Text, run => run.HasParent),
        ("tags", RunValueKind.List, run => run.HasTags),
    ];

    public static bool Contains(string name) => Readers.ContainsKey(name);

    public static Func<RunRecord, RunValue> Reader(string name) => Readers[name];

    /// <summary>Reads an attribute that is an integer; null when it is something else.</summary>
    public static Func<RunRecord, long?>? Integer(string name) => Integers.GetValueOrDefault(name);

    /// <summary>The state as the API writes it.</summary>
    public static string Word(RunState state) => state switch
    {
        RunState.Running => "running",
        RunState.Finished => "finished",
        RunState.Failed => "failed",
        RunState.Crashed => "crashed",
        RunState.Killed => "killed",
        _ => "pending",
    };
}
