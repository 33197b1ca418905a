using System.Text.Json;

namespace Cairn.Core.Sweeps;

/// <summary>What an agent is to do.</summary>
public abstract record SweepCommand
{
    private SweepCommand()
    {
    }

    /// <summary>Start a trial, or start one again that was put back into the queue.</summary>
    public sealed record Run(string Uid, long RunId, JsonElement Values, bool Resume) : SweepCommand;

    /// <summary>End a trial.</summary>
    public sealed record Stop(string Uid) : SweepCommand;

    /// <summary>Ask no more.</summary>
    public sealed record Exit : SweepCommand;
}
