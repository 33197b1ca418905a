using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;

namespace Cairn.Client.Hardware;

/// <summary>
/// Samples hardware into <c>system/...</c> numbers with the unit in the name; what the platform does not tell is left
/// out. Percentages of processors: 100 means all of them busy.
/// </summary>
internal sealed class HardwareSampler : IDisposable
{
    private const double Mebi = 1 << 20;

    private readonly GpuProbe? _gpus = GpuProbe.TryOpen();
    private readonly Dictionary<(int Gpu, string Name), string> _gpuKeys = [];
    private HardwareSample _last = Take();

    /// <summary>The numbers since the last call (or since creation).</summary>
    public List<(string Key, double Value)> Sample()
    {
        var row = new List<(string Key, double Value)>(24);
        var now = Take();
        Rates(row, _last, now);
        _last = now;
        Levels(row);
        _gpus?.Sample((gpu, name, value) => row.Add((GpuKey(gpu, name), value)));
        return row;
    }

    public void Dispose() => _gpus?.Dispose();

    private static HardwareSample Take()
    {
        using var process = Process.GetCurrentProcess();
        return new HardwareSample(Stopwatch.GetTimestamp(), process.TotalProcessorTime, ProcFiles.HostProcessorTime(),
            ProcFiles.ProcessStorage(), Network(), GC.GetTotalPauseDuration());
    }

    private static void Rates(List<(string Key, double Value)> row, HardwareSample from, HardwareSample to)
    {
        var seconds = Stopwatch.GetElapsedTime(from.Ticks, to.Ticks).TotalSeconds;
        if (seconds <= 0)
            return;
        row.Add(("system/cpu.process_percent",
            100 * (to.ProcessTime - from.ProcessTime).TotalSeconds / seconds / Environment.ProcessorCount));
        if (from.HostTime is { } host && to.HostTime is { } later && later.Total > host.Total)
            row.Add(("system/cpu.host_percent", 100.0 * (later.Busy - host.Busy) / (later.Total - host.Total)));
        if (from.Storage is { } disk && to.Storage is { } diskLater)
        {
            row.Add(("system/disk.read_mib_per_second", (diskLater.Read - disk.Read) / Mebi / seconds));
            row.Add(("system/disk.write_mib_per_second", (diskLater.Written - disk.Written) / Mebi / seconds));
        }

        if (from.Network is { } net && to.Network is { } netLater)
        {
            // Counters fall when an interface goes away.
            row.Add(("system/network.received_mib_per_second", Math.Max(0, netLater.Received - net.Received) / Mebi / seconds));
            row.Add(("system/network.sent_mib_per_second", Math.Max(0, netLater.Sent - net.Sent) / Mebi / seconds));
        }

        row.Add(("system/gc.pause_percent", 100 * (to.GcPause - from.GcPause).TotalSeconds / seconds));
    }

    private static void Levels(List<(string Key, double Value)> row)
    {
        using (var process = Process.GetCurrentProcess())
        {
            row.Add(("system/memory.process_rss_mib", process.WorkingSet64 / Mebi));
            row.Add(("system/process.threads", process.Threads.Count));
        }

        row.Add(("system/memory.gc_heap_mib", GC.GetTotalMemory(forceFullCollection: false) / Mebi));
        row.Add(("system/gc.gen2_collections", GC.CollectionCount(2)));
        if (ProcFiles.TotalMemoryBytes() is { } total && ProcFiles.AvailableMemoryBytes() is { } available)
        {
            row.Add(("system/memory.host_used_mib", (total - available) / Mebi));
            row.Add(("system/memory.host_used_percent", 100.0 * (total - available) / total));
        }
        else if (GC.GetGCMemoryInfo() is { TotalAvailableMemoryBytes: > 0, MemoryLoadBytes: > 0 } memory)
        {
            row.Add(("system/memory.host_used_mib", memory.MemoryLoadBytes / Mebi));
            row.Add(("system/memory.host_used_percent", 100.0 * memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes));
        }

        try
        {
            row.Add(("system/disk.free_gib", new DriveInfo(Environment.CurrentDirectory).AvailableFreeSpace / Mebi / 1024));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A network path has no drive; the number is left out.
        }
    }

    private static (long Received, long Sent)? Network()
    {
        try
        {
            long received = 0, sent = 0;
            foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
            {
                if (network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                    continue;
                var statistics = network.GetIPStatistics();
                received += statistics.BytesReceived;
                sent += statistics.BytesSent;
            }

            return (received, sent);
        }
        catch (Exception e) when (e is NetworkInformationException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    private string GpuKey(int gpu, string name)
    {
        if (!_gpuKeys.TryGetValue((gpu, name), out var key))
            _gpuKeys[(gpu, name)] = key = string.Create(CultureInfo.InvariantCulture, $"system/gpu.{gpu}.{name}");
        return key;
    }
}
