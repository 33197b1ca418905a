using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Cairn.Client.Hardware;

namespace Cairn.Client.Surroundings;

/// <summary>What the program runs on. Of environment variables, which hold secrets, only the image's name is read into it.</summary>
internal static class MachineSnapshot
{
    public static JsonObject Take()
    {
        var arguments = Environment.GetCommandLineArgs();
        var json = new JsonObject
        {
            ["command"] = CommandLine.Mask(arguments),
            ["arguments"] = CommandLine.MaskAll(arguments),
            ["executable"] = Environment.ProcessPath ?? "",
            ["program"] = Program(arguments),
            ["workingDirectory"] = Environment.CurrentDirectory,
            ["user"] = Environment.UserName,
            ["host"] = Environment.MachineName,
            ["os"] = OperatingSystemName(),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            ["cpuCount"] = Environment.ProcessorCount,
            ["memoryBytes"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            ["pid"] = Environment.ProcessId,
            ["debugger"] = Debugger.IsAttached,
        };
        if (Container.Take() is { } container)
            json["container"] = container;
        if (ProcFiles.CpuModel() is { } cpu)
            json["cpu"] = cpu;
        if (ProcFiles.TotalMemoryBytes() is { } memory)
            json["memoryBytes"] = memory;
        return json;
    }

    private static string Program(string[] arguments)
    {
        try
        {
            return Assembly.GetEntryAssembly() is { Location.Length: > 0 } entry
                ? entry.Location
                : Environment.ProcessPath ?? (arguments.Length > 0 ? arguments[0] : "");
        }
        catch (NotSupportedException)
        {
            return Environment.ProcessPath ?? "";
        }
    }

    // The runtime may tell the distribution's name itself.
    private static string OperatingSystemName() => ProcFiles.DistributionName() is { } name && name != RuntimeInformation.OSDescription
        ? $"{name} ({RuntimeInformation.OSDescription})"
        : RuntimeInformation.OSDescription;
}
