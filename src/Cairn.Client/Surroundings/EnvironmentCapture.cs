using System.Text.Json.Nodes;
using Cairn.Client.Hardware;
using Cairn.Client.Spool;

namespace Cairn.Client.Surroundings;

/// <summary>Gathers, in the background, what takes too long for the start of a run: packages, GPUs and git.</summary>
internal static class EnvironmentCapture
{
    public const string DiffFile = "diff.patch";
    private static readonly TimeSpan GitLimit = TimeSpan.FromSeconds(15);

    /// <summary>Runs on a pool thread; <paramref name="enqueue"/> takes what it found.</summary>
    public static Task Start(bool git, Action<long, Action<SpoolBatch>> enqueue) => Task.Run(() =>
    {
        var found = new JsonObject { ["packages"] = PackageList.Read() };
        using (var gpus = GpuProbe.TryOpen())
        {
            if (gpus is not null)
                found["gpus"] = new JsonArray([.. gpus.Names.Select(name => (JsonNode?)name)]);
        }

        var snapshot = git ? GitSnapshot.Take(Environment.CurrentDirectory, GitLimit) : null;
        if (snapshot is not null)
            found["git"] = snapshot.ToJson();
        enqueue(4096, batch => batch.Line(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("environment"u8);
            found.WriteTo(json);
            json.WriteEndObject();
        }));
        if (snapshot is { Diff.Length: > 0 })
            enqueue(snapshot.Diff.LongLength, batch => batch.File(DiffFile, snapshot.Diff));
    });
}
