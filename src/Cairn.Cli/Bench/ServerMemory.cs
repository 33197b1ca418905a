using System.Globalization;

namespace Cairn.Cli.Bench;

/// <summary>The memory of a server on this machine, as the kernel counts it.</summary>
internal static class ServerMemory
{
    private const double KilobytesPerMegabyte = 1024;

    /// <summary>Resident megabytes of a process now; null where this cannot be told.</summary>
    public static double? Now(int process) => Read(process, "VmRSS:");

    /// <summary>The most it ever had.</summary>
    public static double? Most(int process) => Read(process, "VmHWM:");

    private static double? Read(int process, string field)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
            return line is null
                ? null
                : double.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
                  / KilobytesPerMegabyte;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
