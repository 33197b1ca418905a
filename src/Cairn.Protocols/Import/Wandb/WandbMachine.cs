using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Protocols.Wandb.Runs;

namespace Cairn.Protocols.Import.Wandb;

/// <summary>Reads what a run file and the files beside it tell of the machine into a run's environment.</summary>
internal static class WandbMachine
{
    /// <summary>From an environment record, which newer clients write.</summary>
    public static JsonElement Read(ReadOnlySpan<byte> message)
    {
        var metadata = new JsonObject();
        var arguments = new JsonArray();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            var name = reader.Field switch
            {
                1 => "os",
                2 => "python",
                4 => "docker",
                6 => "program",
                7 => "codePath",
                11 => "root",
                12 => "host",
                14 => "executable",
                18 => "gpu",
                _ => null,
            };
            if (name is not null)
                metadata[name] = reader.Text;
            else if (reader.Field == 5)
                arguments.Add(JsonValue.Create(reader.Text));
            else if (reader.Field == 9)
                metadata["git"] = Git(reader.Bytes);
            else if (reader.Field is 16 or 17 or 19)
                metadata[reader.Field switch { 16 => "cpu_count", 17 => "cpu_count_logical", _ => "gpu_count" }] = reader.Signed;
            else if (reader.Field == 21)
                metadata["memory"] = Memory(reader.Bytes);
        }

        if (arguments.Count > 0)
            metadata["args"] = arguments;
        return MachineDetails.From(JsonElement.Parse(metadata.ToJsonString()));
    }

    /// <summary>From <c>wandb-metadata.json</c> and <c>requirements.txt</c> in a folder, as far as they are there.</summary>
    public static void AddFiles(string folder, JsonObject environment)
    {
        var metadata = Path.Combine(folder, "wandb-metadata.json");
        if (File.Exists(metadata))
        {
            try
            {
                var json = Cairn.Protocols.Wandb.LooseJson.Parse(File.ReadAllBytes(metadata));
                if (json.ValueKind == JsonValueKind.Object)
                    Merge(MachineDetails.From(json), environment);
            }
            catch (JsonException)
            {
                // The file comes over as it is; only its details are not shown.
            }
        }

        var packages = Path.Combine(folder, "requirements.txt");
        if (File.Exists(packages))
            Merge(MachineDetails.Packages(File.ReadAllText(packages)), environment);
    }

    /// <summary>Sets each member in <paramref name="environment"/>.</summary>
    public static void Merge(JsonElement details, JsonObject environment)
    {
        foreach (var member in details.EnumerateObject())
            environment[member.Name] = JsonNode.Parse(member.Value.GetRawText());
    }

    private static JsonObject Git(ReadOnlySpan<byte> message)
    {
        var git = new JsonObject();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field is 1 or 2)
                git[reader.Field == 1 ? "remote" : "commit"] = reader.Text;
        }

        return git;
    }

    private static JsonObject Memory(ReadOnlySpan<byte> message)
    {
        var memory = new JsonObject();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            // As a text it means bytes.
            if (reader.Field == 1)
                memory["total"] = reader.Number.ToString();
        }

        return memory;
    }
}
