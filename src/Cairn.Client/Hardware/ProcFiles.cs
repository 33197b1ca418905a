using System.Globalization;

namespace Cairn.Client.Hardware;

/// <summary>Reads what Linux tells under <c>/proc</c>; null everywhere else.</summary>
internal static class ProcFiles
{
    public static string? CpuModel()
    {
        var line = Lines("/proc/cpuinfo").FirstOrDefault(
            l => l.StartsWith("model name", StringComparison.Ordinal) || l.StartsWith("Model", StringComparison.Ordinal));
        return line?[(line.IndexOf(':') + 1)..].Trim();
    }

    public static string? DistributionName() => Lines("/etc/os-release")
        .FirstOrDefault(line => line.StartsWith("PRETTY_NAME=", StringComparison.Ordinal))?["PRETTY_NAME=".Length..].Trim('"');

    public static long? TotalMemoryBytes() => MemoryInformation("MemTotal:");

    public static long? AvailableMemoryBytes() => MemoryInformation("MemAvailable:");

    /// <summary>Busy and total processor time of the host, in ticks of no matter which length.</summary>
    public static (long Busy, long Total)? HostProcessorTime()
    {
        if (Lines("/proc/stat").FirstOrDefault() is not { } line || !line.StartsWith("cpu ", StringComparison.Ordinal))
            return null;
        // user nice system idle iowait irq softirq steal; guest time is already part of user time.
        var times = Numbers(line).Take(8).ToArray();
        return times.Length < 5 ? null : (times.Sum() - times[3] - times[4], times.Sum());
    }

    /// <summary>Bytes this process has read from and written to storage.</summary>
    public static (long Read, long Written)? ProcessStorage()
    {
        long? read = null, written = null;
        foreach (var line in Lines("/proc/self/io"))
        {
            if (line.StartsWith("read_bytes:", StringComparison.Ordinal))
                read = Numbers(line).FirstOrDefault();
            else if (line.StartsWith("write_bytes:", StringComparison.Ordinal))
                written = Numbers(line).FirstOrDefault();
        }

        return read is { } r && written is { } w ? (r, w) : null;
    }

    private static long? MemoryInformation(string name) =>
        Lines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? Numbers(line).FirstOrDefault() * 1024
            : null;

    private static IEnumerable<long> Numbers(string line)
    {
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                yield return number;
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return OperatingSystem.IsLinux() ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
