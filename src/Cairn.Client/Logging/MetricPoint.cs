namespace Cairn.Client.Logging;

/// <summary>One logged number; keys are kept by reference and checked when they are written.</summary>
internal struct MetricPoint
{
    public string Key;
    public long Step;
    public long Time;
    public double Value;
}
