using System.Text.Json;

namespace Cairn.Cli.Reproduce;

/// <summary>What the server knows of a run that bears on doing it again, whichever client logged it.</summary>
internal sealed class RunRecord
{
    private readonly JsonElement _run;

    public RunRecord(JsonElement run)
    {
        _run = run;
        Environment = Member(run, "environment");
        Git = Member(Environment, "git");
    }

    public long Id => _run.GetProperty("id").GetInt64();

    public string Uid => _run.GetProperty("uid").GetString()!;

    public string Name => Text(_run, "name") ?? Uid;

    /// <summary><c>team/name</c>.</summary>
    public string Project => _run.GetProperty("project").GetString()!;

    /// <summary>Which protocol made it: <c>native</c>, <c>dotnet</c>, <c>wandb</c> or <c>mlflow</c>.</summary>
    public string Source => Text(_run, "source") ?? "";

    public string? Parent => Text(_run, "parent");

    public string State => Text(_run, "state") ?? "";

    public IReadOnlyList<string> Tags => Texts(_run, "tags");

    public JsonElement Environment { get; }

    public JsonElement Git { get; }

    public string? Commit => Text(Git, "commit") ?? Label("mlflow.source.git.commit");

    public string? Remote => Text(Git, "remote") ?? Label("mlflow.source.git.repoURL");

    public bool IsDirty => Git.ValueKind == JsonValueKind.Object && Git.TryGetProperty("dirty", out var dirty) && dirty.ValueKind == JsonValueKind.True;

    /// <summary>Files that git did not track; their contents are not known.</summary>
    public IReadOnlyList<string> Untracked => Texts(Git, "untracked");

    /// <summary>Which run of its process it was, from 0.</summary>
    public int ProcessRun =>
        Environment.ValueKind == JsonValueKind.Object && Environment.TryGetProperty("processRun", out var place)
            && place.TryGetInt32(out var number) ? number : 0;

    /// <summary>The path of the run's page on its server.</summary>
    public string Page => $"{Project}/runs/{Uri.EscapeDataString(Uid)}";

    /// <summary>A text of the environment; null where it is missing.</summary>
    public string? Machine(string name) => Text(Environment, name);

    /// <summary>A list of texts of the environment; empty where it is missing.</summary>
    public IReadOnlyList<string> MachineList(string name) => Texts(Environment, name);

    /// <summary>A label, such as a tag of MLflow; null where it is missing.</summary>
    public string? Label(string name) => Text(Member(_run, "labels"), name);

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static IReadOnlyList<string> Texts(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(item => item.ToString())] : [];
}
