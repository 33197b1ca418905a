using System.Runtime.InteropServices;
using System.Text;

namespace Cairn.Client.Hardware;

/// <summary>
/// NVIDIA's GPUs through the driver's own library (NVML), where it is installed. Not thread-safe.
/// </summary>
internal sealed unsafe class GpuProbe : IDisposable
{
    private readonly nint _library;
    private readonly List<nint> _devices = [];
    private readonly delegate* unmanaged<int> _shutdown;
    private readonly delegate* unmanaged<nint, Utilization*, int> _utilization;
    private readonly delegate* unmanaged<nint, Memory*, int> _memory;
    private readonly delegate* unmanaged<nint, int, uint*, int> _temperature;
    private readonly delegate* unmanaged<nint, uint*, int> _power;

    private GpuProbe(nint library)
    {
        _library = library;
        _shutdown = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlShutdown");
        _utilization = (delegate* unmanaged<nint, Utilization*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetUtilizationRates");
        _memory = (delegate* unmanaged<nint, Memory*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetMemoryInfo");
        _temperature = (delegate* unmanaged<nint, int, uint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetTemperature");
        _power = (delegate* unmanaged<nint, uint*, int>)NativeLibrary.GetExport(library, "nvmlDeviceGetPowerUsage");
    }

    /// <summary>Model names, in the driver's order.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>Opens the driver's library; null without it or without a GPU.</summary>
    public static GpuProbe? TryOpen(string? libraryPath = null)
    {
        var name = libraryPath ?? (OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1");
        if (!NativeLibrary.TryLoad(name, out var library))
            return null;
        try
        {
            if (((delegate* unmanaged<int>)NativeLibrary.GetExport(library, "nvmlInit_v2"))() != 0)
            {
                NativeLibrary.Free(library);
                return null;
            }

            var probe = new GpuProbe(library);
            probe.FindDevices();
            if (probe._devices.Count > 0)
                return probe;
            probe.Dispose();
            return null;
        }
        catch (EntryPointNotFoundException)
        {
            NativeLibrary.Free(library);
            return null;
        }
    }

    /// <summary>Reports what each GPU tells, as name within the GPU and value.</summary>
    public void Sample(Action<int, string, double> report)
    {
        for (var i = 0; i < _devices.Count; i++)
        {
            Utilization utilization;
            if (_utilization(_devices[i], &utilization) == 0)
                report(i, "utilization_percent", utilization.Gpu);
            Memory memory;
            if (_memory(_devices[i], &memory) == 0)
            {
                report(i, "memory_used_mib", memory.Used / (double)(1 << 20));
                report(i, "memory_used_percent", 100.0 * memory.Used / Math.Max(1, memory.Total));
            }

            uint number;
            if (_temperature(_devices[i], 0, &number) == 0)
                report(i, "temperature_celsius", number);
            if (_power(_devices[i], &number) == 0)
                report(i, "power_watts", number / 1000.0);
        }
    }

    public void Dispose()
    {
        // NVML counts its users; other parts of the program may still be among them.
        _ = _shutdown();
        NativeLibrary.Free(_library);
    }

    private void FindDevices()
    {
        var count = (delegate* unmanaged<uint*, int>)NativeLibrary.GetExport(_library, "nvmlDeviceGetCount_v2");
        var handle = (delegate* unmanaged<uint, nint*, int>)NativeLibrary.GetExport(_library, "nvmlDeviceGetHandleByIndex_v2");
        var nameOf = (delegate* unmanaged<nint, byte*, uint, int>)NativeLibrary.GetExport(_library, "nvmlDeviceGetName");
        uint devices;
        if (count(&devices) != 0)
            return;
        var names = new List<string>();
        var text = stackalloc byte[96];
        for (var i = 0u; i < devices; i++)
        {
            nint device;
            if (handle(i, &device) != 0)
                continue;
            _devices.Add(device);
            names.Add(nameOf(device, text, 96) == 0
                ? Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text))
                : $"GPU {i}");
        }

        Names = names;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Utilization
    {
        public uint Gpu;
        public uint MemoryBus;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Memory
    {
        public ulong Total;
        public ulong Free;
        public ulong Used;
    }
}
