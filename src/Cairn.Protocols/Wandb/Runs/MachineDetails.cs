using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>Reads what clients tell of their machine into the fields that every run's environment has.</summary>
internal static class MachineDetails
{
    private const double Gibibyte = 1024.0 * 1024 * 1024;

    /// <summary>The environment told by <c>wandb-metadata.json</c>, or by an entry of the config's <c>_wandb.e</c>.</summary>
    public static JsonElement From(JsonElement metadata)
    {
        var environment = new JsonObject();
        Copy("host", "host");
        Copy("os", "os");
        Copy("python", "runtime");
        Copy("program", "program");
        Copy("root", "workingDirectory");
        Copy("executable", "executable");
        Copy("docker", "docker");
        Copy("codePath", "codePath");
        if (Text("program") is { } program)
        {
            environment["command"] = string.Join(' ', [program, .. Texts("args")]);
            environment["arguments"] = new JsonArray([.. Texts("args").Prepend(program).Select(argument => (JsonNode)argument)]);
        }

        if ((Number("cpu_count_logical") ?? Number("cpu_count")) is { } cores)
            environment["cpuCount"] = (long)cores;
        if (metadata.TryGetProperty("memory", out var memory) && memory.ValueKind == JsonValueKind.Object
            && memory.TryGetProperty("total", out var total))
        {
            // The newest client writes bytes as a text, older ones write gibibytes.
            if (total.ValueKind == JsonValueKind.Number)
                environment["memoryBytes"] = (long)(total.GetDouble() * Gibibyte);
            else if (long.TryParse(total.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
                environment["memoryBytes"] = bytes;
        }

        if (Gpus() is { Count: > 0 } gpus)
            environment["gpus"] = new JsonArray([.. gpus.Select(gpu => (JsonNode)gpu)]);
        if (metadata.TryGetProperty("git", out var git) && git.ValueKind == JsonValueKind.Object)
        {
            environment["git"] = new JsonObject
            {
                ["commit"] = git.TryGetProperty("commit", out var commit) ? commit.ToString() : null,
                ["remote"] = git.TryGetProperty("remote", out var remote) ? remote.ToString()
                    : git.TryGetProperty("remote_url", out var url) ? url.ToString() : null,
            };
        }

        return JsonSerializer.SerializeToElement(environment);

        void Copy(string from, string to)
        {
            if (Text(from) is { Length: > 0 } text)
                environment[to] = text;
        }

        string? Text(string name) =>
            metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        double? Number(string name) =>
            metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

        IEnumerable<string> Texts(string name) =>
            metadata.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
                ? items.EnumerateArray().Select(item => item.ToString())
                : [];

        List<string> Gpus()
        {
            if (metadata.TryGetProperty("gpu_nvidia", out var cards) && cards.ValueKind == JsonValueKind.Array)
            {
                return [.. cards.EnumerateArray()
                    .Select(card => card.ValueKind == JsonValueKind.Object && card.TryGetProperty("name", out var name)
                        ? name.ToString()
                        : card.ToString())];
            }

            return Text("gpu") is { Length: > 0 } gpu ? [.. Enumerable.Repeat(gpu, (int)(Number("gpu_count") ?? 1))] : [];
        }
    }

    /// <summary>The packages of a <c>requirements.txt</c> by name.</summary>
    public static JsonElement Packages(string requirements)
    {
        var packages = new JsonObject();
        foreach (var line in requirements.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf("==", StringComparison.Ordinal);
            if (at > 0)
                packages[line[..at]] = line[(at + 2)..];
        }

        return JsonSerializer.SerializeToElement(new JsonObject { ["packages"] = packages });
    }
}
