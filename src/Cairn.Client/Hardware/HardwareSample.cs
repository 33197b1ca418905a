namespace Cairn.Client.Hardware;

/// <summary>Counters at one moment; rates come from two of them.</summary>
internal sealed record HardwareSample(
    long Ticks, TimeSpan ProcessTime, (long Busy, long Total)? HostTime, (long Read, long Written)? Storage,
    (long Received, long Sent)? Network, TimeSpan GcPause);
