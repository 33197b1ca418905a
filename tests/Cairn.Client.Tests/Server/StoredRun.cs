using System.Text.Json.Nodes;

namespace Cairn.Client.Tests.Server;

/// <summary>A run as the recording server keeps it, by the identities of the wire.</summary>
internal sealed class StoredRun(long id, string project, string uid, JsonObject start)
{
    public long Id => id;

    public string Project => project;

    public string Uid => uid;

    public JsonObject Start => start;

    public string State { get; set; } = "running";

    public JsonObject Changes { get; } = [];

    public JsonObject Config { get; } = start["config"]?.DeepClone().AsObject() ?? [];

    public JsonObject Summary { get; } = [];

    public JsonObject Environment { get; } = start["environment"]?.DeepClone().AsObject() ?? [];

    public HashSet<(string Key, long Step, long Time, double Value)> Points { get; } = [];

    public Dictionary<(string Key, long Step, int Index), JsonObject> Records { get; } = [];

    public SortedDictionary<long, (string Stream, string Text)> Console { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public Dictionary<(string Title, long Time), JsonObject> Alerts { get; } = [];

    public long Heartbeats { get; set; }

    public double[] Values(string key) =>
        [.. Points.Where(point => point.Key == key).OrderBy(point => point.Step).ThenBy(point => point.Time).Select(point => point.Value)];

    public long[] Steps(string key) =>
        [.. Points.Where(point => point.Key == key).OrderBy(point => point.Step).Select(point => point.Step)];
}
