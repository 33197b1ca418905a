namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>The streams of a run that clients number lines of.</summary>
internal static class StreamNames
{
    public const string History = "history";
    public const string Events = "events";
    public const string Console = "console";
}
