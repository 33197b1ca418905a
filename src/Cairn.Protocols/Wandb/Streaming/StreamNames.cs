namespace Cairn.Protocols.Wandb.Streaming;

/// <summary>The streams of a run that clients number lines of.</summary>
internal static class StreamNames
{
    public const string History = "history";
    public const string Events = "events";
    public const string Console = "console";

    /// <summary>No stream of a client: notes that a fork has what its parent logged.</summary>
    public const string Branch = "branch";
}
