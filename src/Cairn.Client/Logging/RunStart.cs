using System.Text.Json.Nodes;
using Cairn.Client.Surroundings;

namespace Cairn.Client.Logging;

/// <summary>Writes the wire form of a run's start.</summary>
internal static class RunStart
{
    public static JsonObject Write(RunSession session, RunOptions options, JsonObject? config, long startedAt, int ordinal)
    {
        var environment = MachineSnapshot.Take();
        environment["processRun"] = ordinal;
        if (options.RerunCommand is { Count: > 0 } command)
            environment["rerun"] = CommandLine.MaskAll(command);
        var start = new JsonObject
        {
            ["project"] = session.Project.ToString(),
            ["uid"] = session.Uid,
            ["resume"] = Enum.GetName(options.Resume)!.ToLowerInvariant(),
            ["startedAt"] = startedAt,
            ["source"] = "dotnet",
            ["environment"] = environment,
        };
        Add(start, "name", Wire.Name(options.Name, session.Warnings));
        Add(start, "group", Wire.Name(options.Group, session.Warnings));
        Add(start, "jobType", Wire.Name(options.JobType, session.Warnings));
        Add(start, "notes", options.Notes);
        Add(start, "parent", options.Parent);
        if (session.Tags.Count > 0)
            start["tags"] = new JsonArray([.. session.Tags.Select(tag => (JsonNode?)tag)]);
        if (config is not null)
            start["config"] = config.DeepClone();
        return start;
    }

    private static void Add(JsonObject start, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            start[name] = value;
    }
}
