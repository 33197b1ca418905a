using System.Runtime.InteropServices;
using Cairn.Client.Logging;

namespace Cairn.Client;

public sealed partial class CairnRun
{
    /// <summary>Logs a number at the current step. NaN and the infinities are values like any other.</summary>
    public void Log(string key, double value)
    {
        var step = Step;
        _session.Steps.Unstepped(key, step);
        _session.Log(key, step, value);
    }

    /// <summary>Logs a number at <paramref name="step"/> and makes that the current step.</summary>
    public void Log(long step, string key, double value)
    {
        Step = step;
        _session.Log(key, step, value);
    }

    /// <summary>Logs numbers together at the current step: <c>run.Log(("loss", l), ("acc", a))</c>.</summary>
    public void Log(params ReadOnlySpan<(string Key, double Value)> metrics)
    {
        var step = Step;
        if (!metrics.IsEmpty)
            _session.Steps.Unstepped(metrics[0].Key, step);
        _session.Log(metrics, step);
    }

    /// <summary>Logs numbers together at <paramref name="step"/> and makes that the current step.</summary>
    public void Log(long step, params ReadOnlySpan<(string Key, double Value)> metrics)
    {
        Step = step;
        _session.Log(metrics, step);
    }

    /// <summary>
    /// Logs every number in an object or dictionary at the current step; nested members become <c>outer/inner</c> keys,
    /// booleans 0 and 1. Slower than the other overloads: it goes through JSON.
    /// </summary>
    public void Log(object metrics) => LogMembers(Step, metrics, stepped: false);

    /// <summary>Logs every number in an object or dictionary at <paramref name="step"/>, which becomes the current one.</summary>
    public void Log(long step, object metrics) => LogMembers(step, metrics, stepped: true);

    private void LogMembers(long step, object metrics, bool stepped)
    {
        Step = step;
        var row = MetricMembers.Flatten(metrics, _session.Warnings);
        if (!stepped && row.Count > 0)
            _session.Steps.Unstepped(row[0].Key, step);
        _session.Log(CollectionsMarshal.AsSpan(row), step);
    }
}
