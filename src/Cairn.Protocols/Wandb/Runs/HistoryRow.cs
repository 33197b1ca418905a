using System.Text.Json;

namespace Cairn.Protocols.Wandb.Runs;

/// <summary>What was logged at one step.</summary>
internal sealed class HistoryRow(long step)
{
    public long Step { get; } = step;

    /// <summary>Unix milliseconds of the newest value.</summary>
    public long Time { get; private set; }

    /// <summary>Numbers and other values by key, in the order they were added.</summary>
    public Dictionary<string, (double Number, JsonElement? Json)> Values { get; } = [];

    public void Set(string key, long time, double number, JsonElement? json)
    {
        Time = Math.Max(Time, time);
        Values[key] = (number, json);
    }
}
